import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginConversation, listenOnce, signUp, type TestPerson } from '../testing/conversation.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const [clients, messagesEach, readers, listeners] = [50, 20, 10, 10]
const all = clients * messagesEach

let server: TestServer
let customer: TestPerson
/** Those of the team who may write, and one who may only read. */
let team: TestPerson[]
let viewer: TestPerson
let conversationId: string
beforeAll(async () => {
  server = await startTestServer()
  customer = await signUp(server, 'customer')
  const roles = ['agent', 'agent', 'admin', 'owner']
  team = await Promise.all(roles.map((role, index) => signUp(server, `${role}-${index}`, role)))
  viewer = await signUp(server, 'viewer', 'viewer')
  conversationId = await beginConversation(server, customer.id)
})
afterAll(() => server[Symbol.asyncDispose]())

/** Sends its messages one after the other, some of them twice, as after an answer that was lost. */
async function write(sender: TestPerson, index: number): Promise<void> {
  for (let turn = 0; turn < messagesEach; turn++) {
    const said = { conversationId, content: `${index}/${turn}`, clientId: `client-${index}-${turn}` }
    const first = await sender.client.messages.send.mutate(said)
    if (turn % 5 !== 0) continue
    const again = await sender.client.messages.send.mutate(said)
    expect(again.id).toBe(first.id)
  }
}

interface Seen {
  seq: number
  id: string
}

/** Pages from the beginning while others write, until it has all. */
async function page(reader: TestPerson, limit: number): Promise<Seen[]> {
  const seen: Seen[] = []
  while (seen.length < all) {
    const after = seen.at(-1)?.seq ?? 0
    const { items, hasAfter } = await reader.client.messages.list.query({ conversationId, after, limit })
    seen.push(...items.map(({ seq, id }) => ({ seq, id })))
    if (!hasAfter) await pause(200)
  }
  return seen
}

/** Listens through one connection after the other, each cut after a random while, until it has all. */
async function listen(reader: TestPerson): Promise<Seen[]> {
  const seen: Seen[] = []
  let lastEventId: string | null = null
  while (seen.length < all) {
    const stream = await listenOnce(server, reader.token, conversationId, lastEventId)
    const lasts = 50 + Math.random() * 400
    const began = performance.now()
    while (performance.now() - began < lasts && seen.length + countMessages(stream.events) < all) await pause(25)
    stream.cut()
    await stream.ended
    for (const { id, data } of stream.events) {
      if (id !== null) lastEventId = id
      if (data.message) seen.push({ seq: data.message.seq, id: data.message.id })
    }
  }
  return seen
}

const countMessages = (events: { data: { type: string } }[]) =>
  events.filter(({ data }) => data.type === 'message').length

const oneOf = (people: readonly TestPerson[], index: number): TestPerson => people[index % people.length] ?? customer
const readerAt = (index: number) => oneOf([customer, viewer, ...team], index)

test('50 clients send 20 messages each while 10 page and 10 listen over connections that break: all see the same 1,000', async () => {
  // Five accounts of four roles, ten clients each. The pace that customers are held to is out of the way here.
  const senders = Array.from({ length: clients }, (_, index) => oneOf([customer, ...team], index))
  const [, ...found] = await Promise.all([
    Promise.all(senders.map(write)),
    ...Array.from({ length: readers }, (_, index) => page(readerAt(index), 7 + 13 * index)),
    ...Array.from({ length: listeners }, (_, index) => listen(readerAt(index))),
  ])
  const truth = await server.deps.database.run<Seen>(
    'select seq, id from messages where conversation_id = $1 order by seq',
    [conversationId],
  )
  const authors = await server.deps.database.run<{ id: string; count: number }>(
    'select author_id as id, count(*)::int as count from messages where conversation_id = $1 group by 1',
    [conversationId],
  )
  const each = all / (team.length + 1)
  expect(new Map(authors.map(({ id, count }) => [id, count]))).toEqual(
    new Map([customer, ...team].map(({ id }) => [id, each])),
  )
  expect(truth.map(({ seq }) => seq)).toEqual(Array.from({ length: all }, (_, index) => index + 1))
  expect(found).toHaveLength(readers + listeners)
  for (const seen of found) expect(seen).toEqual(truth)
}, 600_000)

test('paging backwards gives the same, without gaps', async () => {
  const seen: number[] = []
  for (let before: number | undefined; ; ) {
    const { items, hasBefore } = await customer.client.messages.list.query({ conversationId, before, limit: 90 })
    seen.unshift(...items.map(({ seq }) => seq))
    before = items[0]?.seq
    if (!hasBefore) break
  }
  expect(seen).toEqual(Array.from({ length: all }, (_, index) => index + 1))
})
