import { afterAll, beforeAll, expect, it } from 'vitest'
import { hours, later } from '../kernel/index.ts'
import {
  assignEssay,
  cancelEssay,
  finishEssay,
  getChanges,
  getEssayRequest,
  getEssayVersion,
  listEssayVersions,
  listHistory,
  myEssayRequests,
  quote,
  reopenEssay,
  requestRevision,
  setRates,
} from './index.ts'
import { idOf, type Office, openOffice } from './testing/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.world.close())

const noon = new Date('2026-03-02T12:00:00Z')
it('counts words, price and due time itself, from the rates of the workspace', async () => {
  const { world, other, customer, order } = office
  world.setNow(noon)
  const rate = (pricePerWord: number, inHours: number) => ({ pricePerWord, hours: inHours })
  const rates = { standard: rate(7.55, 72), express: rate(12, 36), urgent: rate(20, 12) }
  await setRates(world.deps, other, { currency: 'EUR', minimumPrice: 30, rates })
  const made = await order(customer, {
    content: 'One two — three, don’t well-known.\n\n42 日本語',
    turnaround: 'standard',
  })
  // One, two, three, don’t, well-known, 42, 日本語; 7 × 7.55 = 52.85.
  expect(made).toMatchObject({
    wordCount: 7,
    price: 53,
    currency: 'EUR',
    status: 'submitted',
    revision: 1,
    rootId: null,
  })
  expect(made.dueAt).toBe('2026-03-05T12:00:00.000Z')
  expect(made.owner?.id).toBe(idOf(customer))
  expect(await quote(world.deps, customer, { wordCount: 2, turnaround: 'urgent' })).toEqual({
    ...{ wordCount: 2, turnaround: 'urgent', price: 40, isMinimum: false, currency: 'EUR' },
    dueAt: '2026-03-03T00:00:00.000Z',
  })
  expect(await quote(world.deps, customer, { wordCount: 0, turnaround: 'express' })).toMatchObject({
    ...{ price: 30, isMinimum: true },
  })
  const others = { currency: 'USD', minimumPrice: 0, rates: { ...rates, standard: rate(7.55, 10) } }
  expect(await quote(world.deps, customer, { wordCount: 650, turnaround: 'standard', rates: others })).toMatchObject({
    ...{ price: 4_908, isMinimum: false, currency: 'USD', dueAt: '2026-03-02T22:00:00.000Z' },
  })
})

it('shows a customer their own requests only, and no unfinished work', async () => {
  const { world, customer, stranger, editor, viewer, order, save } = office
  const { deps } = world
  const { id, number } = await order()
  await save(editor, id, 'Half of it', 0)
  const own = await getEssayRequest(deps, customer, { id })
  expect(own).toMatchObject({ status: 'in_progress', edited: null, version: 0, currentScore: null })
  await expect(getChanges(deps, customer, { id })).rejects.toMatchObject({ kind: 'conflict' })
  expect((await myEssayRequests(deps, customer, { limit: 50 })).items.map(each => each.number)).toContain(number)
  expect((await myEssayRequests(deps, stranger, { limit: 50 })).items).toEqual([])
  const reason = 'It is mine'
  for (const attempt of [
    () => getEssayRequest(deps, stranger, { id }),
    () => listHistory(deps, stranger, { id }),
    () => getChanges(deps, stranger, { id }),
    () => cancelEssay(deps, stranger, { id, reason }),
    () => requestRevision(deps, stranger, { id }),
    // Staff who only look on see it and change nothing.
    () => cancelEssay(deps, viewer, { id, reason }),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' })
  expect(await getEssayRequest(deps, viewer, { id })).toMatchObject({ number, version: 1 })
  await expect(order(stranger, { ownerId: idOf(customer) })).rejects.toMatchObject({ kind: 'forbidden' })
  expect((await order(editor, { ownerId: idOf(stranger) })).owner?.id).toBe(idOf(stranger))
  expect((await order(editor)).owner).toBeNull()
  const elsewhere = await world.makePerson(await world.makeWorkspace('Elsewhere'), 'member')
  for (const ownerId of [elsewhere, crypto.randomUUID()])
    await expect(order(editor, { ownerId })).rejects.toMatchObject({ kind: 'not_found' })
})

it('goes from order to result with its history, its audit rows and an e-mail that holds the link', async () => {
  const { world, customer, editor, other, order, save, mails } = office
  const { deps } = world
  const { id, number } = await order(customer, { studentEmail: 'done@example.com' })
  await assignEssay(deps, other, { id, assigneeId: idOf(editor) })
  await expect(assignEssay(deps, other, { id, assigneeId: idOf(customer) })).rejects.toMatchObject({
    kind: 'not_found',
  })
  await expect(finishEssay(deps, editor, { id })).rejects.toMatchObject({ kind: 'conflict' })
  await save(editor, id, '', 0)
  await expect(finishEssay(deps, editor, { id }), 'a text that was emptied').rejects.toMatchObject({ kind: 'conflict' })
  await save(editor, id, 'I want to learn more.', 1)
  const done = await finishEssay(deps, editor, { id, baseVersion: 2, currentScore: 6, potentialScore: 8 })
  expect(done).toMatchObject({
    status: 'completed',
    currentScore: 6,
    potentialScore: 8,
    assignee: { name: 'Mei Tanaka' },
  })
  const [mail] = await mails('done@example.com')
  expect(mail?.subject).toBe(`Your essay #${number} is ready`)
  expect(mail?.text).toMatch(/^Hello Ana Silva,\n[\s\S]*\nhttp:\/\/localhost:4400\/shared-essay\?token=[\w-]{22}\n/)
  const [person] = await world.database.run<{ email: string }>('select email from people where id = $1', [idOf(editor)])
  const told = (await mails(person?.email)).find(({ text }) => text.includes(id) && text.includes('is yours'))
  expect(told?.text).toContain(`Essay request #${number} is yours`)
  expect(told?.text).not.toContain('Ana')
  // The customer reads the result, and of the team's work that it was done.
  expect(await getEssayRequest(deps, customer, { id })).toMatchObject({ currentScore: 6, edited: { type: 'doc' } })
  const { items } = await listHistory(deps, editor, { id })
  expect(items.map(({ kind }) => kind)).toEqual(['created', 'assigned', 'started', 'finished'])
  const own = await listHistory(deps, customer, { id })
  expect(own.items.map(({ kind, actor }) => `${kind} by ${actor.name}`)).toEqual([
    'created by Ana Silva',
    'started by Our team',
    'finished by Our team',
  ])
  const rows = await world.database.run<{ action: string }>(
    'select action from audit_log where entity_id = $1 order by at, id',
    [id],
  )
  expect(rows.map(({ action }) => action)).toEqual(
    ['create', 'assign', 'saveDraft', 'saveDraft', 'finish'].map(verb => `essayRequests.${verb}`),
  )
})

it('completes and writes the e-mail together, or neither', async () => {
  const { world, editor, order, save, mails } = office
  const { id } = await order(undefined, { studentEmail: 'torn@example.com' })
  await save(editor, id, 'Better', 0)
  const enqueue = () => Promise.reject(new Error('The queue is gone'))
  const deps = { ...world.deps, jobs: { ...world.deps.jobs, enqueue } }
  await expect(finishEssay(deps, editor, { id })).rejects.toThrow('The queue is gone')
  expect(await getEssayRequest(world.deps, editor, { id })).toMatchObject({ status: 'in_progress', completedAt: null })
  expect(await mails('torn@example.com')).toEqual([])
  expect(await world.database.run('select id from essay_shares where request_id = $1', [id])).toEqual([])
})

it('does not greet with a name that a mail program would make a link of', async () => {
  const { editor, order, save, mails, world } = office
  const { id } = await order(undefined, { studentName: 'Win at evil.example now', studentEmail: 'greeted@example.com' })
  await save(editor, id, 'Better', 0)
  await finishEssay(world.deps, editor, { id })
  expect((await mails('greeted@example.com'))[0]?.text).toMatch(/^Hello,\n/)
  await expect(order(undefined, { studentName: 'Ana\nBcc: all@example.com' })).rejects.toThrow('one line')
})

it('is closed to editing until it is reopened, and is then due anew', async () => {
  const { world, customer, editor, finished, save } = office
  const { deps } = world
  world.setNow(noon)
  const { id, dueAt } = await finished()
  await expect(save(editor, id, 'One more word', 1)).rejects.toMatchObject({ kind: 'conflict' })
  await expect(cancelEssay(deps, editor, { id, reason: 'x' })).rejects.toMatchObject({ kind: 'conflict' })
  world.setNow(later(noon, hours(1)))
  expect(await reopenEssay(deps, editor, { id })).toMatchObject({ status: 'in_progress', completedAt: null, dueAt })
  expect((await getEssayRequest(deps, customer, { id })).edited).toBeNull()
  await save(editor, id, 'One more word', 1)
  await finishEssay(deps, editor, { id })
  world.setNow(later(noon, hours(24 * 30)))
  const again = await reopenEssay(deps, editor, { id, reason: 'A page was missing' })
  expect(again.dueAt).toBe(later(noon, hours(24 * 30 + 36)).toISOString())
  await expect(reopenEssay(deps, editor, { id })).rejects.toMatchObject({ kind: 'conflict' })
  const { items } = await listHistory(deps, editor, { id })
  expect(items.at(-1)).toMatchObject({ kind: 'reopened', note: 'A page was missing', toStatus: 'in_progress' })
  world.setNow(noon)
})

it('is cancelled by its customer until somebody began, by staff until it is done, and reopened', async () => {
  const { world, customer, editor, order, save, mails } = office
  const { deps } = world
  const [mine, begun] = [await order(), await order(undefined, { studentEmail: 'cancelled@example.com' })]
  const reason = 'Ordered twice'
  expect(await cancelEssay(deps, customer, { id: mine.id, reason })).toMatchObject({ status: 'cancelled' })
  await save(editor, begun.id, 'Half', 0)
  await expect(cancelEssay(deps, customer, { id: begun.id, reason })).rejects.toMatchObject({ kind: 'conflict' })
  await cancelEssay(deps, editor, { id: begun.id, reason })
  expect((await mails('cancelled@example.com')).map(({ subject }) => subject)).toEqual([
    `Your essay request #${begun.number} was cancelled`,
  ])
  const { items } = await listHistory(deps, customer, { id: begun.id })
  expect(items.at(-1)).toMatchObject({ kind: 'cancelled', note: reason })
  await expect(finishEssay(deps, editor, { id: begun.id })).rejects.toMatchObject({ kind: 'conflict' })
  await expect(requestRevision(deps, customer, { id: mine.id })).rejects.toMatchObject({ kind: 'conflict' })
  expect(await reopenEssay(deps, editor, { id: mine.id })).toMatchObject({ status: 'submitted', cancelledAt: null })
})

it('keeps scores that are not named, and clears those that are null', async () => {
  const { world, editor, order, save } = office
  const { id } = await order()
  await save(editor, id, 'Better', 0)
  const { deps } = world
  await finishEssay(deps, editor, { id, currentScore: 5, potentialScore: 9 })
  expect(await finishEssay(deps, editor, { id })).toMatchObject({ currentScore: 5, potentialScore: 9 })
  expect(await finishEssay(deps, editor, { id, currentScore: null })).toMatchObject({
    currentScore: null,
    potentialScore: 9,
  })
})

it('makes a revision from the result, at today’s price and time, under the root', async () => {
  const { world, customer, finished } = office
  const { deps } = world
  world.setNow(noon)
  const root = await finished(customer, 'I want to learn much more than this.')
  world.setNow(later(noon, hours(48)))
  const second = await requestRevision(deps, customer, { id: root.id, comments: 'Shorter', turnaround: 'urgent' })
  expect(second).toMatchObject({ rootId: root.id, revision: 2, status: 'submitted', wordCount: 8, comments: 'Shorter' })
  expect(second).toMatchObject({ price: 160, dueAt: later(noon, hours(60)).toISOString(), version: 0, edited: null })
  expect(second.original).toEqual(root.edited)
  // What is not finished is not given away.
  const third = await requestRevision(deps, customer, { id: second.id })
  expect(third).toMatchObject({ rootId: root.id, revision: 3 })
  expect(third.revisions.map(({ revision }) => revision)).toEqual([1, 2, 3])
  world.setNow(noon)
})

it('keeps comments with their true authors, and none in an original', async () => {
  const { world, editor, other, order, save } = office
  const comment = (id: string, author: string) => ({ type: 'comment', attrs: { id, text: 'Why?', author } })
  const commented = (...marks: object[]) => ({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'I learn', marks }] }],
  })
  const { id, original } = await order(undefined, { content: commented(comment('a', 'The dean'), { type: 'bold' }) })
  expect(JSON.stringify(original)).not.toContain('comment')
  expect(JSON.stringify(original)).toContain('bold')
  await save(editor, id, commented(comment('a', 'The dean')), 0)
  const second = await save(other, id, commented(comment('a', 'Hugo Novak'), comment('b', 'Mei Tanaka')), 1)
  const marks = second.content.content[0]?.content?.[0]?.marks ?? []
  expect(marks.map(({ attrs }) => `${attrs?.id} ${attrs?.author}`)).toEqual(['a Mei Tanaka', 'b Hugo Novak'])
  const kept = await getEssayVersion(world.deps, editor, { id, version: 1 })
  expect(JSON.stringify(kept)).toContain('Mei Tanaka')
  expect((await listEssayVersions(world.deps, editor, { id })).items.map(({ version }) => version)).toEqual([2, 1])
})
