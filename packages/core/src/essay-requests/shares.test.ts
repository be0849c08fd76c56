import { afterAll, beforeAll, expect, it } from 'vitest'
import { DomainError, days, later, type Origin } from '../kernel/index.ts'
import { finishEssay, listShares, reopenEssay, revokeShare, shareEssay, viewShared } from './index.ts'
import { type Office, openOffice } from './testing/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.world.close())

const noon = new Date('2026-03-02T12:00:00Z')
const from = (ip: string): Origin => ({ requestId: 'test', ip, userAgent: null })
const look = (token: string, ip = '198.51.100.1') => viewShared(office.world.deps, from(ip), { token })
const tokenOf = (text = '') => /token=([\w-]+)/.exec(text)?.[1] ?? ''
const share = async (id: string, expiresInDays = 7) => {
  const made = await shareEssay(office.world.deps, office.editor, { id, expiresInDays })
  return { ...made, token: tokenOf(made.url) }
}
/** What somebody is told whose link does not work, as the door tells it. */
const answer = async (token: string, ip?: string) => {
  const error = await look(token, ip).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof DomainError)) throw error ?? new Error('It opened something')
  const { kind, message, issues, details, retryAfter } = error
  return { kind, message, issues, details, retryAfter }
}

it('shows what is finished to whoever has the link, and nothing of who is behind it', async () => {
  office.world.setNow(noon)
  const remark = { type: 'comment', attrs: { id: 'c1', text: 'Good.', author: '' } }
  const text = { type: 'text', text: 'I want to learn more.', marks: [remark] }
  const second = { type: 'paragraph', content: [{ type: 'text', text: 'I always did.' }] }
  const content = [{ type: 'paragraph', content: [text] }, second]
  const { id, number, edited } = await office.finished(undefined, { type: 'doc', content })
  expect(JSON.stringify(edited), 'to staff by name').toContain('Mei Tanaka')
  const { token, active } = await share(id)
  expect(active).toBe(true)
  expect(Buffer.from(token, 'base64url')).toHaveLength(16)
  const shown = await look(token)
  expect(shown).toMatchObject({ number, studentName: 'Ana Silva', revision: 1 })
  expect(shown.changes.addedWords).toBe(1)
  const all = JSON.stringify(shown)
  expect(all).toContain('"author":"Our team"')
  for (const hidden of ['ana@example.com', 'Mei', id, office.product.workspaceId]) expect(all).not.toContain(hidden)
  await look(token)
  const { items } = await listShares(office.world.deps, office.editor, { id })
  expect(items.map(({ madeBy, views }) => `${madeBy} ${views}`)).toEqual(['share 2', 'finish 0'])
})

it('stores no token, and lets none into the audit log or, once it was sent, the outbox', async () => {
  const { world } = office
  const { id } = await office.finished()
  const { token } = await share(id)
  for (const table of ['essay_shares', 'essay_request_history', 'audit_log', 'essay_requests']) {
    const rows = await world.database.run(`select 1 from ${table} t where to_jsonb(t)::text like $1`, [`%${token}%`])
    expect(rows).toEqual([])
  }
})

it('gives one answer for a link that is unknown, guessed, expired, revoked, replaced, or of what is taken up again', async () => {
  const { world, editor, mails } = office
  const { deps } = world
  world.setNow(noon)
  const { id } = await office.finished()
  const [expired, revoked, reopened] = [await share(id, 1), await share(id), await share(id)]
  const mailed = tokenOf((await mails()).at(-1)?.text)
  await look(mailed)
  await finishEssay(deps, editor, { id })
  await revokeShare(deps, editor, { id: revoked.id })
  world.setNow(later(noon, days(1)))
  const guess = `${revoked.token.slice(0, -2)}AA`
  const answers = [await answer('nonsense'), await answer(guess), await answer('x'.repeat(200))]
  for (const { token } of [expired, revoked, { token: mailed }]) answers.push(await answer(token))
  await look(reopened.token)
  await reopenEssay(deps, editor, { id })
  answers.push(await answer(reopened.token))
  expect(new Set(answers.map(each => JSON.stringify(each))).size).toBe(1)
  expect(answers[0]).toMatchObject({ kind: 'not_found', issues: undefined, details: undefined })
  // Finished anew, what is neither expired nor revoked works again.
  await finishEssay(deps, editor, { id })
  await look(reopened.token)
  world.setNow(noon)
})

it('is shared only when it is finished, and ended only by those who may', async () => {
  const { world, customer, editor, viewer, order, save } = office
  const { deps } = world
  const { id } = await order()
  await save(editor, id, 'Better', 0)
  await expect(share(id)).rejects.toMatchObject({ kind: 'conflict' })
  await finishEssay(deps, editor, { id })
  const made = await share(id)
  const elsewhere = await world.makeWorkspace()
  for (const scope of [viewer, elsewhere])
    await expect(revokeShare(deps, scope, { id: made.id })).rejects.toMatchObject({ kind: 'not_found' })
  expect(await revokeShare(deps, customer, { id: made.id })).toMatchObject({ active: false })
  // Ended twice is ended, from the first time on.
  const again = await revokeShare(deps, editor, { id: made.id })
  expect(again.revokedAt).not.toBeNull()
})

it('lets one address try twenty links that open nothing, counts none that opens something, and tries at once gain nothing', async () => {
  const { world } = office
  const { id } = await office.finished()
  const { token } = await share(id)
  const [busy, other] = ['203.0.113.5', '203.0.113.6']
  for (let time = 0; time < 25; time += 1) await look(token, busy)
  const tries = await Promise.all(Array.from({ length: 30 }, (_, index) => answer(`guess-${index}`, busy)))
  expect(tries.filter(({ kind }) => kind === 'not_found')).toHaveLength(20)
  const refused = tries.filter(({ kind }) => kind === 'limit_reached')
  expect(refused).toHaveLength(10)
  expect(refused[0]?.retryAfter).toBeGreaterThan(0)
  expect(await answer(token, busy)).toMatchObject({ kind: 'limit_reached' })
  await look(token, other)
  world.setNow(later(world.deps.clock.now(), 901_000))
  await look(token, busy)
  world.setNow(noon)
})
