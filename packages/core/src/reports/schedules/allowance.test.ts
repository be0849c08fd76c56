import { entitlements, reportRuns, reportSchedules, reports } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { generateReport } from '../commands.ts'
import { setSchedule } from './commands.ts'
import { noteDue } from './note-due.ts'
import { getSchedule } from './queries.ts'
import { takeRuns } from './take-runs.ts'
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

const at = (time: string) => world.setNow(new Date(time))

describe('beyond the free reports of a month', () => {
  const span = { from: '2026-03-01', to: '2026-03-02' }
  const had = (personId: string, count: number, createdAt: Date, requestedBy: string | null) =>
    world.deps.db.insert(reports).values(
      Array.from({ length: count }, (_, index) => ({
        ...{
          workspaceId: scope.workspaceId,
          personId,
          requestedBy,
          kind: 'manual' as const,
          title: 'T',
          timeZone: 'UTC',
        },
        ...{
          periodStart: new Date(count * 100 + index),
          periodEnd: new Date(count * 100 + index + 1),
          localDate: '1970-01-01',
          status: 'ready' as const,
        },
        createdAt,
      })),
    )
  const asPerson = (id: string): Scope => ({ ...scope, actor: { kind: 'person', id, name: 'Mei', role: 'agent' } })

  it('asks for a plan, by the calendar of the workspace, and says what to do', async () => {
    await setZone(world, scope, 'Asia/Tokyo')
    const { personId } = await makeWorker(world, scope)
    await had(personId, 9, new Date('2026-02-28T15:00:00Z'), personId)
    // Still February by Tokyo’s calendar.
    await had(personId, 1, new Date('2026-02-28T14:59:00Z'), null)
    expect((await getSchedule(world.deps, scope, { personId })).allowance).toEqual({
      free: 10,
      used: 9,
      isLimited: true,
    })
    await generateReport(world.deps, asPerson(personId), { kind: 'manual', ...span })
    await expect(generateReport(world.deps, asPerson(personId), { kind: 'daily' })).rejects.toMatchObject({
      ...{ kind: 'limit_reached', message: expect.stringContaining('a plan with reports') },
      retryAfter: (Date.parse('2026-03-31T15:00:00Z') - Date.parse('2026-03-25T12:00:00Z')) / 1_000,
    })
    at('2026-03-31T15:00:00Z')
    await generateReport(world.deps, asPerson(personId), { kind: 'daily' })
  })

  it('skips the run that is due, until a plan has reports', async () => {
    const worker = await makeWorker(world, scope)
    const { personId } = worker
    await commitAt(world, scope, worker, ['2026-03-25T09:00:00Z', '2026-03-26T09:00:00Z'])
    await had(personId, 10, new Date('2026-03-02T12:00:00Z'), null)
    await setSchedule(world.deps, scope, { personId, timeZone: 'UTC', weekly: false })
    at('2026-03-26T00:00:00Z')
    await noteDue(world.deps, 'daily')
    await takeRuns(world.deps)
    expect((await world.deps.db.select().from(reportRuns))[0]).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('a plan with reports'),
    })
    await world.deps.db
      .insert(entitlements)
      .values({ workspaceId: scope.workspaceId, personId, tier: 'pro', features: ['chat', 'reports'] })
    at('2026-03-27T00:00:00Z')
    await noteDue(world.deps, 'daily')
    await takeRuns(world.deps)
    expect(await world.deps.db.$count(reports, and(eq(reports.personId, personId), eq(reports.status, 'queued')))).toBe(
      1,
    )
  })

  it('asks for nothing where no plan is sold', async () => {
    const { personId } = await makeWorker(world, scope)
    await had(personId, 12, new Date('2026-03-02T12:00:00Z'), personId)
    const deps = { ...world.deps, webhookSecrets: {} }
    expect((await getSchedule(deps, scope, { personId })).allowance).toEqual({ free: 10, used: 12, isLimited: false })
    await generateReport(deps, asPerson(personId), { kind: 'daily' })
  })
})
