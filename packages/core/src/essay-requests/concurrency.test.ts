import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DomainError } from '../kernel/index.ts'
import { textOf } from './document.ts'
import { finishEssay, getEssayRequest, getEssayVersion, listEssayVersions, requestRevision } from './index.ts'
import type { EssayConflict } from './model.ts'
import { type Office, openOffice } from './testing/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.world.close())

const twenty = Array.from({ length: 20 }, (_, index) => index + 1)

it('gives twenty revisions of one root, asked for at once, twenty different numbers', async () => {
  const { world, customer, finished } = office
  const { deps } = world
  const root = await finished()
  const first = await requestRevision(deps, customer, { id: root.id })
  // Half of them name the root, half a revision of it.
  const made = await Promise.all(
    twenty.map(index => requestRevision(deps, customer, { id: index % 2 === 0 ? root.id : first.id })),
  )
  expect(made.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(twenty.map(index => index + 2))
  expect(new Set(made.map(({ number }) => number)).size).toBe(20)
  expect(new Set(made.map(({ rootId }) => rootId))).toEqual(new Set([root.id]))
})

it('takes an order or a revision that is sent again, because an answer was lost, as one', async () => {
  const { world, customer, stranger, order, mails } = office
  const { deps } = world
  const first = randomUUID()
  const made = await Promise.all(twenty.slice(0, 4).map(() => order(customer, { newId: first })))
  expect(new Set(made.map(({ id, number }) => `${id} ${number}`))).toEqual(new Set([`${first} ${made[0]?.number}`]))
  const again = { id: first, newId: randomUUID() }
  const revisions = await Promise.all([again, again].map(input => requestRevision(deps, customer, input)))
  expect(revisions.map(({ id, revision }) => [id, revision])).toEqual([again, again].map(({ newId }) => [newId, 2]))
  const other = { id: (await order()).id, newId: again.newId }
  await expect(requestRevision(deps, customer, other), 'of another essay').rejects.toMatchObject({ kind: 'conflict' })
  const changed = { newId: first, content: 'Another text.' }
  await expect(order(customer, changed), 'not silently left out').rejects.toThrow(`as #${made[0]?.number}`)
  await expect(order(stranger, { newId: first })).rejects.toMatchObject({ kind: 'conflict' })
  const told = (await mails(office.editorEmail)).filter(({ subject }) =>
    [...made, ...revisions].some(({ number }) => subject.includes(`#${number} came in`)),
  )
  expect(told).toHaveLength(2)
})

const conflictOf = (error: unknown): EssayConflict => {
  if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
  // What `saveDraft` says that it carries.
  return error.details as EssayConflict
}

it('loses no text of twenty that are saved at once', async () => {
  const { world, editor, other, order, save } = office
  const { deps } = world
  const { id } = await order()
  const answers = await Promise.allSettled(
    twenty.map(index => save(index % 2 === 0 ? editor : other, id, `Text ${index} of twenty`, 0)),
  )
  const taken = answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
  const refused = answers.flatMap(answer => (answer.status === 'rejected' ? [conflictOf(answer.reason)] : []))
  expect([taken.length, refused.length]).toEqual([1, 19])
  const [winner] = taken
  // Whoever is told gets the newer text, and where theirs is kept.
  for (const { newer } of refused) expect(newer).toEqual(winner)
  expect(new Set(refused.map(({ keptAs }) => keptAs)).size).toBe(19)
  const { items } = await listEssayVersions(deps, editor, { id })
  expect(items.map(({ version }) => version)).toEqual(twenty.toReversed())
  expect(items.filter(({ state }) => state === 'conflict')).toHaveLength(19)
  const texts = await Promise.all(
    items.map(async ({ version }) => textOf((await getEssayVersion(deps, editor, { id, version })).content)),
  )
  expect(texts.sort()).toEqual(twenty.map(index => `Text ${index} of twenty`).sort())
  const request = await getEssayRequest(deps, editor, { id })
  expect(request).toMatchObject({ version: winner?.version, edited: winner?.content })
})

it('goes on from the newer text after a conflict, and takes the same text twice as once', async () => {
  const { editor, other, order, save } = office
  const { id } = await order()
  await save(editor, id, 'Mine', 0)
  const { newer, keptAs } = await save(other, id, 'Theirs', 0).then(() => {
    throw new Error('It was taken')
  }, conflictOf)
  expect([newer.version, keptAs]).toEqual([1, 2])
  const merged = await save(other, id, 'Mine and theirs', newer.version)
  expect(merged).toMatchObject({ version: 3, state: 'saved', author: { name: 'Hugo Novak' } })
  // The answer got lost, and the same is sent again.
  expect(await save(other, id, 'Mine and theirs', newer.version)).toEqual(merged)
  await expect(save(other, id, 'From the future', 9)).rejects.toMatchObject({ kind: 'conflict' })
})

it('finishes nothing that its editor has not seen, and of many at once each is whole', async () => {
  const { world, editor, other, order, save } = office
  const { deps } = world
  const { id } = await order()
  await save(editor, id, 'First', 0)
  await save(other, id, 'Second', 1)
  const conflict = await finishEssay(deps, editor, { id, baseVersion: 1 }).catch(conflictOf)
  expect(conflict).toMatchObject({ newer: { version: 2 }, keptAs: null })
  await Promise.all(twenty.slice(0, 5).map(() => finishEssay(deps, editor, { id, baseVersion: 2 })))
  const live = await world.database.run('select id from essay_shares where request_id = $1 and revoked_at is null', [
    id,
  ])
  expect(live).toHaveLength(1)
})
