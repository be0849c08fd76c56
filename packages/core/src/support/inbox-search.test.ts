import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  appendMessage,
  createConversation,
  listConversations,
  listTags,
  removeMessage,
  updateConversation,
} from './index.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

async function begin(subject: string, content: string, place = scope) {
  const personId = await world.makePerson(place, 'member')
  const { id, number } = await createConversation(world.deps, place, {
    ...{ channel: 'web', priority: 'medium', metadata: {}, personId, subject },
  })
  const message = { conversationId: id, role: 'user' as const, authorKind: 'person' as const, authorId: personId }
  const said = await world.deps.db.transaction(tx => appendMessage(tx, world.deps, place, { ...message, content }))
  return { id, number, personId, messageId: said.id }
}

it('finds a part of what was said, of a subject and of a name, a number, and nothing else', async () => {
  const parcel = await begin('Delivery', 'Where is my PARCEL (50%_off\\x)?')
  const refund = await begin('Refund 7%', 'A parcel came broken')
  const gone = await begin('Other', 'unrepeatable words')
  await world.database.run("update people set name = 'Zoë Quark', email = 'zq@example.com' where id = $1", [
    refund.personId,
  ])
  await removeMessage(world.deps, scope, { id: gone.messageId })
  await begin('Delivery', 'My parcel, elsewhere', await world.makeWorkspace())
  const found = async (search: string) => {
    const { items } = await listConversations(world.deps, scope, { search, limit: 50 })
    return items.map(({ id }) => id).sort()
  }
  const both = [parcel.id, refund.id].sort()
  const expected: [string, string[]][] = [
    ['parcel', both],
    ['RCE', both],
    // No two digits of an id, which stand in addresses.
    ['ok', [refund.id]],
    ['50%_off\\x', [parcel.id]],
    ['50%', [parcel.id]],
    ['7%', [refund.id]],
    ['50_', []],
    ['parcel came', [refund.id]],
    ['deliv', [parcel.id]],
    ['zoë q', [refund.id]],
    ['zq@', [refund.id]],
    [`#${gone.number}`, [gone.id]],
    ['unrepeatable', []],
  ]
  for (const [search, ids] of expected) expect([search, await found(search)]).toEqual([search, ids])
})

it('lists the tags of this workspace, the most used first', async () => {
  const [here, elsewhere] = [await world.makeWorkspace(), await world.makeWorkspace()]
  for (const [place, tags] of [
    [here, ['vip', 'billing']],
    [here, ['billing']],
    [here, []],
    [elsewhere, ['secret']],
  ] as const) {
    const { id } = await begin('Tagged', 'Words', place)
    await updateConversation(world.deps, place, { id, tags: [...tags] })
  }
  expect(await listTags(world.deps, here)).toEqual({
    items: [
      { tag: 'billing', conversations: 2 },
      { tag: 'vip', conversations: 1 },
    ],
  })
})

it('has an index for parts of texts on both engines', async () => {
  const rows = await world.database.run<{ name: string }>(
    "select indexname as name from pg_indexes where indexname like '%\\_by\\_part' order by 1",
  )
  const tables = ['conversations', 'identities', 'members', 'messages', 'people']
  expect(rows.map(({ name }) => name)).toEqual(tables.map(table => `${table}_by_part`))
})
