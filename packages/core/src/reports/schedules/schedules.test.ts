import { members, outgoingEmails, reportRuns, reportSchedules, reports } from '@quarterdeck/db'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { freeReports } from '../allowance.ts'
import { setSchedule } from './commands.ts'
import { noteDue } from './note-due.ts'
import { dueReports, getSchedule, listRuns, listSchedules } from './queries.ts'
import { run as sweepRuns } from './report-run-sweep-job.ts'
import { run as schedule } from './schedule-job.ts'
import { settleRuns } from './settle-runs.ts'
import { inWork, takeRuns } from './take-runs.ts'
import { commitAt, makeWorker, setZone } from './testing/plant.ts'

let world: TestWorld
let scope: Scope

beforeAll(async () => {
  world = await createTestWorld({ webhookSecrets: { clerk: ['whsec_test'] } })
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.deps.db.delete(reportSchedules)
  await world.deps.db.delete(reportRuns)
  await world.deps.db.delete(reports)
  scope = await world.makeWorkspace()
  world.setNow(new Date('2026-03-25T12:00:00Z'))
})

const runs = () =>
  world.deps.db.select().from(reportRuns).orderBy(asc(reportRuns.personId), asc(reportRuns.kind), asc(reportRuns.dueAt))
const datesOf = async (kind: 'daily' | 'weekly') =>
  (await runs()).filter(run => run.kind === kind).map(({ localDate }) => localDate)
const at = (time: string) => world.setNow(new Date(time))
/** What the writing of a report does at its end, as far as schedules see it. */
const finish = (id: string, end: Partial<typeof reports.$inferInsert>) =>
  world.deps.db.update(reports).set(end).where(eq(reports.id, id))
const bullets = [{ text: 'Fixed the tides', citations: [1] }]
const ready = { status: 'ready' as const, sections: [{ key: 'work', title: 'Work completed', bullets }] }

describe('a schedule', () => {
  it('is proposed by the workspace’s calendar until it is set', async () => {
    await setZone(world, scope, 'Asia/Kolkata')
    const { personId } = await makeWorker(world, scope)
    expect(await getSchedule(world.deps, scope, { personId })).toMatchObject({
      ...{ isSet: false, timeZone: 'Asia/Kolkata', daily: true, weekly: true, byEmail: false, nextDailyAt: null },
    })
    expect(await setSchedule(world.deps, scope, { personId, byEmail: true })).toMatchObject({
      ...{ isSet: true, timeZone: 'Asia/Kolkata', byEmail: true, nextDailyAt: '2026-03-25T18:30:00.000Z' },
      ...{ nextWeeklyAt: '2026-03-29T18:30:00.000Z', allowance: { free: freeReports, used: 0, isLimited: true } },
    })
    expect((await listSchedules(world.deps, scope, { limit: 50 })).items.map(({ person }) => person.id)).toEqual([
      personId,
    ])
  })

  it('keeps the date that is to be told of when its owner moves, and drops a kind that is turned off', async () => {
    const { personId } = await makeWorker(world, scope)
    await setSchedule(world.deps, scope, { personId, timeZone: 'America/New_York' })
    // In Tokyo the 25th is over already: its report is due at once.
    const moved = await setSchedule(world.deps, scope, { personId, timeZone: 'Pacific/Kiritimati', weekly: false })
    expect(moved).toMatchObject({
      nextDailyAt: '2026-03-25T10:00:00.000Z',
      nextWeeklyAt: null,
      weekly: false,
      daily: true,
    })
    await noteDue(world.deps, 'daily')
    expect(await datesOf('daily')).toEqual(['2026-03-25'])
    const back = await setSchedule(world.deps, scope, { personId, timeZone: 'America/New_York', daily: true })
    // The 26th in New York, not the 25th again.
    expect(back.nextDailyAt).toBe('2026-03-27T04:00:00.000Z')
  })

  it('tells of each day once when weeks begin on another day from now on', async () => {
    const { personId } = await makeWorker(world, scope)
    const set = (wishes: Partial<Parameters<typeof setSchedule>[2]>) =>
      setSchedule(world.deps, scope, { personId, timeZone: 'UTC', daily: false, ...wishes })
    expect(await set({})).toMatchObject({ nextWeeklyAt: '2026-03-30T00:00:00.000Z', weeklyFrom: null })
    expect(await set({ weekStart: 'sunday' })).toMatchObject({
      ...{ nextWeeklyAt: '2026-03-29T00:00:00.000Z', weeklyFrom: '2026-03-23' },
    })
    const due = { at: new Date('2026-03-29T00:00:00Z'), limit: 5 }
    const { items } = await dueReports(world.deps, scope, due)
    expect(items).toMatchObject([{ kind: 'weekly', localDate: '2026-03-23', from: '2026-03-23T00:00:00.000Z' }])
    at('2026-04-05T00:00:00Z')
    await noteDue(world.deps, 'weekly')
    expect(await set({ weekStart: 'monday' })).toMatchObject({ weeklyFrom: '2026-04-05' })
    // Off and on again they begin where they ended, and none of it is told twice.
    expect(await set({ weekly: false })).toMatchObject({ nextWeeklyAt: null, weeklyFrom: null })
    expect(await set({ weekly: true })).toMatchObject({
      ...{ nextWeeklyAt: '2026-04-13T00:00:00.000Z', weeklyFrom: '2026-04-05' },
    })
    at('2026-04-20T00:00:00Z')
    await noteDue(world.deps, 'weekly')
    const spans = (await runs()).map(({ localDate, periodStart, dueAt }) => [localDate, +periodStart, +dueAt])
    expect(spans).toEqual(
      [
        ['2026-03-23', '2026-03-29'],
        ['2026-03-29', '2026-04-05'],
        ['2026-04-05', '2026-04-13'],
        ['2026-04-13', '2026-04-20'],
      ].map(([from = '', to = '']) => [from, Date.parse(from), Date.parse(to)]),
    )
    const [listed] = (await listSchedules(world.deps, scope, { limit: 5 })).items
    expect(listed).toMatchObject({ weeklyFrom: null, lastRun: { localDate: '2026-04-13', status: 'queued' } })
  })

  it('is one’s own, of staff, with a zone that exists', async () => {
    const { personId } = await makeWorker(world, scope)
    const other = await world.makePerson(scope, 'member')
    const origin = { requestId: 'r', ip: null, userAgent: null }
    const agent = {
      ...scope,
      actor: { kind: 'person' as const, id: newId(), name: 'A', role: 'agent' as const },
      origin,
    }
    await expect(setSchedule(world.deps, agent, { personId })).rejects.toThrow('Only owners and admins')
    await expect(setSchedule(world.deps, scope, { personId: other })).rejects.toThrow('among the staff')
    await expect(getSchedule(world.deps, scope, {})).rejects.toThrow('Say whose')
    const elsewhere = await world.makeWorkspace()
    await expect(getSchedule(world.deps, elsewhere, { personId })).rejects.toThrow('among the staff')
  })
})

describe('what is due', () => {
  it('becomes a run once, however often it is looked at and however many look at once', async () => {
    const { personId } = await makeWorker(world, scope)
    await setSchedule(world.deps, scope, { personId, timeZone: 'Asia/Kathmandu', weekStart: 'sunday' })
    at('2026-03-28T18:14:59.999Z')
    expect(await noteDue(world.deps, 'daily')).toBe(3)
    expect(await noteDue(world.deps, 'weekly')).toBe(0)
    at('2026-03-28T18:15:00Z')
    const noted = await Promise.all([1, 2, 3].map(() => noteDue(world.deps, 'daily')))
    expect(noted.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await noteDue(world.deps, 'weekly')).toBe(1)
    expect(await noteDue(world.deps, 'weekly')).toBe(0)
    expect(await datesOf('daily')).toEqual(['2026-03-25', '2026-03-26', '2026-03-27', '2026-03-28'])
    const [, , , last, week] = await runs()
    expect(last).toMatchObject({
      periodStart: new Date('2026-03-27T18:15:00Z'),
      dueAt: new Date('2026-03-28T18:15:00Z'),
    })
    expect(week).toMatchObject({ localDate: '2026-03-22', periodStart: new Date('2026-03-21T18:15:00Z') })
    // Should the schedule be put back, the dates that had a run have no other.
    await world.deps.db.update(reportSchedules).set({ nextDailyAt: new Date('2026-03-26T18:15:00Z') })
    expect(await noteDue(world.deps, 'daily')).toBe(0)
  })

  it('is made up for after a time in which nothing ran, up to a limit', async () => {
    const { personId } = await makeWorker(world, scope)
    await setSchedule(world.deps, scope, { personId, timeZone: 'Europe/Berlin' })
    at('2026-05-01T06:00:00Z')
    expect(await noteDue(world.deps, 'daily')).toBe(7)
    expect(await datesOf('daily')).toEqual([24, 25, 26, 27, 28, 29, 30].map(day => `2026-04-${day}`))
    expect(await noteDue(world.deps, 'weekly')).toBe(2)
    expect(await datesOf('weekly')).toEqual(['2026-04-13', '2026-04-20'])
    expect(await getSchedule(world.deps, scope, { personId })).toMatchObject({
      ...{ nextDailyAt: '2026-05-01T22:00:00.000Z', nextWeeklyAt: '2026-05-03T22:00:00.000Z' },
    })
  })

  it('is nothing for whoever left, and a zone that nobody knows holds up nobody else', async () => {
    const [left, lost, stays] = [
      await makeWorker(world, scope),
      await makeWorker(world, scope),
      await makeWorker(world, scope),
    ]
    for (const { personId } of [left, lost, stays]) await setSchedule(world.deps, scope, { personId, weekly: false })
    await world.deps.db.delete(members).where(eq(members.personId, left.personId))
    await world.deps.db
      .update(reportSchedules)
      .set({ timeZone: 'Mars/Olympus' })
      .where(eq(reportSchedules.personId, lost.personId))
    at('2026-03-26T00:00:00Z')
    expect(await noteDue(world.deps, 'daily')).toBe(1)
    expect((await runs()).map(({ personId }) => personId)).toEqual([stays.personId])
  })

  it('is told for any minute, past or to come', async () => {
    const [early, late] = [await makeWorker(world, scope), await makeWorker(world, scope)]
    await setSchedule(world.deps, scope, { personId: early.personId, timeZone: 'Australia/Lord_Howe' })
    await setSchedule(world.deps, scope, { personId: late.personId, timeZone: 'Europe/Berlin', weekly: false })
    const due = async (time: string) =>
      (await dueReports(world.deps, scope, { at: new Date(time), limit: 50 })).items.map(
        ({ person, kind, localDate, run }) => [
          person.id === early.personId ? 'early' : 'late',
          kind,
          localDate,
          run?.status,
        ],
      )
    // Lord Howe moves its clocks by half an hour.
    expect(await due('2026-04-04T13:00:30Z')).toEqual([['early', 'daily', '2026-04-04', undefined]])
    expect(await due('2026-04-05T13:30:00Z')).toEqual([
      ['early', 'daily', '2026-04-05', undefined],
      ['early', 'weekly', '2026-03-30', undefined],
    ])
    expect(await due('2026-04-05T13:29:59Z')).toEqual([])
    at('2026-03-29T22:00:10Z')
    await noteDue(world.deps, 'daily')
    expect(await due('2026-03-29T22:00:00Z')).toEqual([['late', 'daily', '2026-03-29', 'queued']])
    const first = await dueReports(world.deps, scope, { at: new Date('2026-03-29T22:00:00Z'), limit: 1 })
    expect(first.nextCursor).toBeNull()
    expect((await dueReports(world.deps, await world.makeWorkspace(), { at: new Date(), limit: 5 })).items).toEqual([])
  })
})

describe('a run', () => {
  const dueFor = async (worker: { personId: string }, time = '2026-03-26T00:00:00Z') => {
    await setSchedule(world.deps, scope, { personId: worker.personId, timeZone: 'UTC', weekly: false })
    at(time)
    await noteDue(world.deps, 'daily')
  }

  it('is skipped with a reason where there is nothing to tell', async () => {
    const idle = await makeWorker(world, scope)
    // The next day’s first moment is not of this day.
    await commitAt(world, scope, idle, ['2026-03-24T23:59:59Z', '2026-03-26T00:00:00Z'])
    await dueFor(idle)
    const unknown = await world.makePerson(scope, 'viewer')
    at('2026-03-25T12:00:00Z')
    await dueFor({ personId: unknown })
    await takeRuns(world.deps)
    const { items } = await listRuns(world.deps, scope, { limit: 50, status: 'skipped' })
    expect(items.find(({ person }) => person.id === idle.personId)?.reason).toBe('Nothing happened')
    expect(items.find(({ person }) => person.id === unknown)?.reason).toMatch('Nobody in the repositories is known')
    expect(items[0]?.finishedAt).toBe('2026-03-26T00:00:00.000Z')
    expect(await world.deps.db.$count(reports)).toBe(0)
  })

  it('asks for the report of its span, and ends with it: done, and by e-mail where that is wanted', async () => {
    const worker = await makeWorker(world, scope, { email: 'mei@example.com' })
    await commitAt(world, scope, worker, ['2026-03-25T09:00:00Z'])
    await setSchedule(world.deps, scope, { personId: worker.personId, byEmail: true })
    await dueFor(worker)
    await takeRuns(world.deps)
    await takeRuns(world.deps)
    const made = await world.deps.db.select().from(reports)
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({
      ...{ kind: 'daily', personId: worker.personId, requestedBy: null, localDate: '2026-03-25', timeZone: 'UTC' },
      ...{ periodStart: new Date('2026-03-25T00:00:00Z'), periodEnd: new Date('2026-03-26T00:00:00Z') },
    })
    expect(await settleRuns(world.deps)).toBe(0)
    await finish(made[0]?.id ?? '', ready)
    expect(await settleRuns(world.deps)).toBe(1)
    expect(await settleRuns(world.deps)).toBe(0)
    const [item] = (await listRuns(world.deps, scope, { limit: 5, kind: 'daily', personId: worker.personId })).items
    expect(item).toMatchObject({ status: 'done', reason: null, report: { id: made[0]?.id, status: 'ready' } })
    const mails = await world.deps.db.select().from(outgoingEmails).where(eq(outgoingEmails.to, 'mei@example.com'))
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toBe(made[0]?.title)
    expect(mails[0]?.text).toContain('- Fixed the tides')
    expect(mails[0]?.text).toContain(`/admin/reports/${made[0]?.id}`)
  })

  it('says why it failed, and that its report was removed, without beginning again', async () => {
    const worker = await makeWorker(world, scope)
    await commitAt(world, scope, worker, ['2026-03-24T09:00:00Z', '2026-03-25T09:00:00Z'])
    at('2026-03-24T12:00:00Z')
    await dueFor(worker)
    await takeRuns(world.deps)
    const [first, second] = await world.deps.db.select().from(reports).orderBy(asc(reports.localDate))
    await finish(first?.id ?? '', { status: 'failed', error: 'The model was away' })
    await world.deps.db.delete(reports).where(eq(reports.id, second?.id ?? ''))
    expect(await settleRuns(world.deps)).toBe(2)
    await takeRuns(world.deps)
    expect((await runs()).map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', 'The model was away'],
      ['skipped', 'The report was removed while it was being made'],
    ])
    expect(await world.deps.db.$count(reports)).toBe(1)
  })

  it('sends only the newest of those that were made up for', async () => {
    const worker = await makeWorker(world, scope, { email: 'late@example.com' })
    await commitAt(world, scope, worker, ['2026-03-25T09:00:00Z', '2026-03-26T09:00:00Z', '2026-03-27T09:00:00Z'])
    await setSchedule(world.deps, scope, { personId: worker.personId, byEmail: true })
    await dueFor(worker, '2026-03-28T07:00:00Z')
    await takeRuns(world.deps)
    await world.deps.db.update(reports).set(ready)
    expect(await settleRuns(world.deps)).toBe(3)
    const mails = await world.deps.db.select().from(outgoingEmails).where(eq(outgoingEmails.to, 'late@example.com'))
    const newest = (await world.deps.db.select().from(reports)).find(({ localDate }) => localDate === '2026-03-27')
    expect(mails.map(({ subject }) => subject)).toEqual([newest?.title])
  })

  it('waits while many are in work, so that whoever asks for one is not behind them all', async () => {
    const workers = await Promise.all(Array.from({ length: inWork + 3 }, () => makeWorker(world, scope)))
    for (const worker of workers) {
      await commitAt(world, scope, worker, ['2026-03-25T09:00:00Z'])
      await setSchedule(world.deps, scope, { personId: worker.personId, timeZone: 'UTC', weekly: false })
    }
    at('2026-03-26T00:00:00Z')
    await noteDue(world.deps, 'daily')
    await takeRuns(world.deps)
    expect(await world.deps.db.$count(reports)).toBe(inWork)
    await world.deps.db.update(reports).set(ready)
    await takeRuns(world.deps)
    expect(await world.deps.db.$count(reports)).toBe(inWork + 3)
  })

  it('goes by itself from midnight to the e-mail', async () => {
    const worker = await makeWorker(world, scope, { email: 'whole@example.com' })
    await commitAt(world, scope, worker, ['2026-03-25T09:00:00Z'])
    await setSchedule(world.deps, scope, { personId: worker.personId, timeZone: 'UTC', weekly: false, byEmail: true })
    at('2026-03-26T00:00:20Z')
    await schedule(world.deps)
    await world.runJobs()
    const [item] = (await listRuns(world.deps, scope, { limit: 5, personId: worker.personId })).items
    expect(item).toMatchObject({ status: 'done', localDate: '2026-03-25', report: { status: 'ready', progress: 1 } })
    const mails = await world.deps.db.select().from(outgoingEmails).where(eq(outgoingEmails.to, 'whole@example.com'))
    expect(mails.map(({ subject }) => subject)).toEqual([item?.report?.title])
    expect(mails[0]?.text).toMatch(/tides/i)
    // Under a heading, with a link to the commit that bears it out.
    expect(mails[0]?.html).toMatch(
      /<h2.*<\/h2>\n<ul.*>\n<li[^>]*>[^\n]*tides.*\[<a href="https:\/\/github\.com\/acme\/app\/commit\/[^"]+">1<\/a>\]/i,
    )
    // The minute after, nothing more.
    at('2026-03-26T00:01:20Z')
    await schedule(world.deps)
    await world.runJobs()
    expect(await runs()).toHaveLength(1)
    expect(await world.deps.db.$count(reports)).toBe(1)
  })

  it('is kept for more than a year', async () => {
    const worker = await makeWorker(world, scope)
    await dueFor(worker)
    await takeRuns(world.deps)
    at('2027-03-26T00:00:00Z')
    await sweepRuns(world.deps)
    expect(await runs()).toHaveLength(1)
    at('2027-04-28T00:00:00Z')
    await sweepRuns(world.deps)
    expect(await runs()).toHaveLength(0)
  })
})
