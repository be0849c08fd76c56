import { type Db, members, people, reportRuns, reportSchedules, reports } from '@quarterdeck/db'
import { and, desc, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { type Deps, moments, type Page, readCursor, type Scope, startOfDay, toPage } from '../../kernel/index.ts'
import { allowanceOf } from '../allowance.ts'
import { type Almanac, type Due, dueInMinute, type ScheduledKind } from './calendar.ts'
import type { DueReportsInput, ListRunsInput, ListSchedulesInput, ScheduleInput } from './inputs.ts'
import type { LastReportRun, ReportDueDto, ReportRunDto, ReportScheduleDto, StaffScheduleDto } from './model.ts'
import { proposed, requireReader, type ScheduleRow, scheduleOf, toScheduleDto, whoseSchedule } from './schedule-rows.ts'

const person = { id: people.id, name: people.name }

/** When somebody wants reports; what is proposed, where they never said. @throws DomainError `not_found` */
export async function getSchedule(deps: Deps, scope: Scope, { personId }: ScheduleInput): Promise<ReportScheduleDto> {
  const whose = whoseSchedule(scope, personId)
  const reader = await requireReader(deps.db, scope, whose)
  const [row] = await deps.db.select().from(reportSchedules).where(scheduleOf(scope, whose))
  const dto = toScheduleDto(reader, row ?? (await proposed(deps.db, scope)))
  return { ...dto, allowance: await allowanceOf(deps, scope, whose) }
}

const isReader = and(ne(members.role, 'member'), isNull(people.deactivatedAt))

/** Schedules of those who are of the staff. */
const selectSchedules = ({ db }: Pick<Deps, 'db'>) =>
  db
    .select({ schedule: reportSchedules, person })
    .from(reportSchedules)
    .innerJoin(people, eq(people.id, reportSchedules.personId))
    .innerJoin(
      members,
      and(eq(members.workspaceId, reportSchedules.workspaceId), eq(members.personId, reportSchedules.personId)),
    )
    .orderBy(desc(reportSchedules.createdAt), desc(reportSchedules.personId))
    .$dynamic()

const afterSchedule = (cursor: string | undefined): SQL | undefined => {
  const after = readCursor(cursor)
  return after
    ? sql`(${reportSchedules.createdAt}, ${reportSchedules.personId}) < (${moments(after.at)}, ${after.id}::uuid)`
    : undefined
}

/** Everybody's schedule who has one, the newest first. */
export async function listSchedules(
  deps: Deps,
  { workspaceId }: Scope,
  { cursor, limit }: ListSchedulesInput,
): Promise<Page<StaffScheduleDto>> {
  const rows = await selectSchedules(deps)
    .where(and(eq(reportSchedules.workspaceId, workspaceId), isReader, afterSchedule(cursor)))
    .limit(limit + 1)
  const page = toPage(
    rows,
    limit,
    ({ schedule }) => ({ at: schedule.createdAt, id: schedule.personId }),
    row => row,
  )
  const last = await lastRunsOf(
    deps.db,
    workspaceId,
    page.items.map(({ person }) => person.id),
  )
  const items = page.items.map(({ schedule, person }) => ({
    ...toScheduleDto(person, schedule),
    id: person.id,
    lastRun: last.get(person.id) ?? null,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** What became of the report that each of these people was due last. */
async function lastRunsOf(db: Db, workspaceId: string, personIds: string[]): Promise<Map<string, LastReportRun>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([reportRuns.personId])
    .from(reportRuns)
    .where(and(eq(reportRuns.workspaceId, workspaceId), inArray(reportRuns.personId, personIds)))
    .orderBy(reportRuns.personId, desc(reportRuns.dueAt), desc(reportRuns.id))
  return new Map(
    rows.map(({ personId, id, kind, localDate, dueAt, timeZone, status, reason, reportId }) => [
      personId,
      { id, kind, localDate, dueAt: dueAt.toISOString(), timeZone, status, reason, reportId },
    ]),
  )
}

/** Reports that were due and what was made of them, the newest first. */
export async function listRuns(
  { db }: Deps,
  { workspaceId }: Scope,
  { kind, status, personId, cursor, limit }: ListRunsInput,
): Promise<Page<ReportRunDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select({
      run: reportRuns,
      person,
      report: { id: reports.id, title: reports.title, status: reports.status, progress: reports.progress },
    })
    .from(reportRuns)
    .innerJoin(people, eq(people.id, reportRuns.personId))
    .leftJoin(reports, eq(reports.id, reportRuns.reportId))
    .where(
      and(
        eq(reportRuns.workspaceId, workspaceId),
        kind ? eq(reportRuns.kind, kind) : undefined,
        status ? eq(reportRuns.status, status) : undefined,
        personId ? eq(reportRuns.personId, personId) : undefined,
        after ? sql`(${reportRuns.dueAt}, ${reportRuns.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(reportRuns.dueAt), desc(reportRuns.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ run }) => ({ at: run.dueAt, id: run.id }),
    ({ run: { id, kind, localDate, timeZone, dueAt, status, reason, createdAt, finishedAt }, person, report }) => ({
      ...{ id, person, kind, localDate, timeZone, status, reason, report, dueAt: dueAt.toISOString() },
      ...{ createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null },
    }),
  )
}

const kinds = ['daily', 'weekly'] as const

type DueKinds = Partial<Record<ScheduledKind, Due>>
const keyOf = ({ timeZone, weekStart }: Almanac) => `${timeZone} ${weekStart}`

/** The calendars of a workspace by which something is due in a minute. */
async function dueCalendars({ db }: Deps, { workspaceId }: Scope, at: Date): Promise<Map<string, DueKinds & Almanac>> {
  const calendars = await db
    .selectDistinct({ timeZone: reportSchedules.timeZone, weekStart: reportSchedules.weekStart })
    .from(reportSchedules)
    .where(eq(reportSchedules.workspaceId, workspaceId))
  const found = new Map<string, DueKinds & Almanac>()
  for (const calendar of calendars) {
    const daily = dueInMinute('daily', at, calendar)
    // Weeks begin where days do.
    const weekly = daily && dueInMinute('weekly', at, calendar)
    if (daily) found.set(keyOf(calendar), { ...calendar, daily, ...(weekly && { weekly }) })
  }
  return found
}

/**
 * Who has a report due in the minute of a moment, past or to come, by the schedules as they are now. A page is of people: one
 * with a daily and a weekly report is there twice.
 */
export async function dueReports(
  deps: Deps,
  scope: Scope,
  { at, cursor, limit }: DueReportsInput,
): Promise<Page<ReportDueDto>> {
  const calendars = await dueCalendars(deps, scope, at)
  if (calendars.size === 0) return { items: [], nextCursor: null }
  const wanted = [...calendars.values()].map(({ timeZone, weekStart, weekly }) =>
    and(
      eq(reportSchedules.timeZone, timeZone),
      eq(reportSchedules.weekStart, weekStart),
      weekly ? or(eq(reportSchedules.daily, true), eq(reportSchedules.weekly, true)) : eq(reportSchedules.daily, true),
    ),
  )
  const rows = await selectSchedules(deps)
    .where(and(eq(reportSchedules.workspaceId, scope.workspaceId), isReader, or(...wanted), afterSchedule(cursor)))
    .limit(limit + 1)
  const page = toPage(
    rows,
    limit,
    ({ schedule }) => ({ at: schedule.createdAt, id: schedule.personId }),
    row => row,
  )
  const runs = await runsOf(
    deps,
    scope,
    page.items.map(({ schedule }) => schedule.personId),
    [
      ...[...calendars.values()].flatMap(({ daily, weekly }) => [daily, weekly].flatMap(due => due?.localDate ?? [])),
      ...page.items.flatMap(({ schedule }) => schedule.weeklyFrom ?? []),
    ],
  )
  const items = page.items.flatMap(({ schedule, person }) =>
    kinds.flatMap(kind => {
      const regular = schedule[kind] ? calendars.get(keyOf(schedule))?.[kind] : undefined
      if (!regular) return []
      const due = kind === 'weekly' ? weekOfChange(schedule, regular) : regular
      const { localDate, from, to } = due
      const span = { from: from.toISOString(), to: to.toISOString() }
      const run = runs.get(`${person.id} ${kind} ${localDate}`) ?? null
      return [{ person, kind, timeZone: schedule.timeZone, localDate, ...span, run }]
    }),
  )
  return { items, nextCursor: page.nextCursor }
}

/** The week after which weeks begin on another day is shorter or longer. */
function weekOfChange({ nextWeeklyAt, weeklyFrom, timeZone }: ScheduleRow, due: Due): Due {
  if (!weeklyFrom || nextWeeklyAt?.getTime() !== due.to.getTime()) return due
  return { ...due, localDate: weeklyFrom, from: startOfDay(weeklyFrom, timeZone) }
}

async function runsOf({ db }: Deps, { workspaceId }: Scope, personIds: string[], dates: string[]) {
  if (personIds.length === 0 || dates.length === 0) return new Map<string, ReportDueDto['run']>()
  const rows = await db
    .select()
    .from(reportRuns)
    .where(
      and(
        eq(reportRuns.workspaceId, workspaceId),
        inArray(reportRuns.personId, personIds),
        inArray(reportRuns.localDate, dates),
      ),
    )
  return new Map(
    rows.map(({ id, personId, kind, localDate, status }) => [`${personId} ${kind} ${localDate}`, { id, status }]),
  )
}
