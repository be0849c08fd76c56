import { type Db, members, people, reportSchedules, workspaces } from '@quarterdeck/db'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { invalid, notFound, type Scope } from '../../kernel/index.ts'
import type { Almanac } from './calendar.ts'
import type { ListedScheduleDto } from './model.ts'

export type ScheduleRow = typeof reportSchedules.$inferSelect
export type Wishes = Almanac & Pick<ScheduleRow, 'daily' | 'weekly' | 'byEmail'>

/** Whose schedule is meant. @throws DomainError `invalid` when a program names nobody. */
export function whoseSchedule({ actor }: Scope, personId: string | undefined): string {
  if (personId) return personId
  if (actor.kind === 'person') return actor.id
  throw invalid('Say whose: a program has no schedule of its own', [{ path: 'personId', message: 'is missing' }])
}

/** @throws DomainError `not_found` when they are not of the staff here. */
export async function requireReader(
  db: Db,
  { workspaceId }: Scope,
  personId: string,
): Promise<{ id: string; name: string | null }> {
  const [person] = await db
    .select({ id: people.id, name: people.name })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        eq(members.personId, personId),
        ne(members.role, 'member'),
        isNull(people.deactivatedAt),
      ),
    )
  if (!person) throw notFound('This person among the staff')
  return person
}

export const scheduleOf = ({ workspaceId }: Scope, personId: string) =>
  and(eq(reportSchedules.workspaceId, workspaceId), eq(reportSchedules.personId, personId))

/** What is proposed to whoever has said nothing yet. */
export async function proposed(db: Db, { workspaceId }: Scope): Promise<Wishes> {
  const [workspace] = await db
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return { timeZone: workspace?.timeZone ?? 'UTC', daily: true, weekly: true, weekStart: 'monday', byEmail: false }
}

export function toScheduleDto(
  person: ListedScheduleDto['person'],
  wishes: Wishes & Partial<Pick<ScheduleRow, 'nextDailyAt' | 'nextWeeklyAt' | 'weeklyFrom' | 'createdAt'>>,
): ListedScheduleDto {
  const { timeZone, daily, weekly, weekStart, byEmail, nextDailyAt, nextWeeklyAt, weeklyFrom, createdAt } = wishes
  return {
    ...{ person, isSet: createdAt !== undefined, timeZone, daily, weekly, weekStart, byEmail },
    nextDailyAt: nextDailyAt?.toISOString() ?? null,
    nextWeeklyAt: nextWeeklyAt?.toISOString() ?? null,
    // Where it is off it only says what was told of.
    weeklyFrom: (weekly && weeklyFrom) || null,
  }
}
