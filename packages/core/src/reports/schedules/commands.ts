import { reportSchedules } from '@quarterdeck/db'
import { mayAct } from '../../identity/index.ts'
import { audit, type Deps, forbidden, type Scope } from '../../kernel/index.ts'
import { allowanceOf } from '../allowance.ts'
import { firstUntold, nextDue, pendingAnew, pendingFrom } from './calendar.ts'
import type { SetScheduleInput } from './inputs.ts'
import type { ReportScheduleDto } from './model.ts'
import {
  proposed,
  requireReader,
  type ScheduleRow,
  scheduleOf,
  toScheduleDto,
  type Wishes,
  whoseSchedule,
} from './schedule-rows.ts'

type Next = Pick<ScheduleRow, 'nextDailyAt' | 'nextWeeklyAt' | 'weeklyFrom'>

function nextDaily(before: ScheduleRow | undefined, after: Wishes, now: Date): Date | null {
  if (!after.daily) return null
  if (!before?.nextDailyAt) return nextDue('daily', now, after)
  return pendingFrom('daily', firstUntold('daily', { at: before.nextDailyAt, first: null }, before), after).at
}

/** Also while weekly reports are off it is known which day was the last that one told of. */
function nextWeekly(before: ScheduleRow | undefined, after: Wishes, now: Date): Omit<Next, 'nextDailyAt'> {
  const pending = before?.nextWeeklyAt && { at: before.nextWeeklyAt, first: before.weeklyFrom }
  const untold = before && pending ? firstUntold('weekly', pending, before) : (before?.weeklyFrom ?? null)
  if (!after.weekly) return { nextWeeklyAt: null, weeklyFrom: untold }
  const { at, first } =
    pending && untold ? pendingFrom('weekly', untold, after) : pendingAnew('weekly', untold, now, after)
  return { nextWeeklyAt: at, weeklyFrom: first }
}

/** The midnights that are next by new wishes; null where they leave a kind out. */
const nextOf = (before: ScheduleRow | undefined, after: Wishes, now: Date): Next => ({
  nextDailyAt: nextDaily(before, after, now),
  ...nextWeekly(before, after, now),
})

/**
 * Says when somebody wants reports: oneself, or anybody of the staff for those who manage them.
 * @throws DomainError `not_found`; `forbidden` for somebody else's.
 */
export async function setSchedule(deps: Deps, scope: Scope, input: SetScheduleInput): Promise<ReportScheduleDto> {
  const { personId: named, ...wanted } = input
  const personId = whoseSchedule(scope, named)
  const { actor, workspaceId } = scope
  if (actor.kind === 'person' && actor.id !== personId && !mayAct(actor.role, 'admin'))
    throw forbidden('Only owners and admins say when others get reports')
  const person = await requireReader(deps.db, scope, personId)
  const now = deps.clock.now()
  const row = await deps.db.transaction(async tx => {
    // Two that are the first at the same time meet at the same row.
    const [first] = await tx
      .insert(reportSchedules)
      .values({ workspaceId, personId, ...(await proposed(tx, scope)), createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .returning({ personId: reportSchedules.personId })
    const [stored] = await tx.select().from(reportSchedules).where(scheduleOf(scope, personId)).for('update')
    if (!stored) throw new Error('The schedule was not stored')
    const before = first ? undefined : stored
    const { timeZone, daily, weekly, weekStart, byEmail } = { ...stored, ...defined(wanted) }
    const after: Wishes = { timeZone, daily, weekly, weekStart, byEmail }
    const values = { ...after, updatedAt: now, ...nextOf(before, after, now) }
    await tx.update(reportSchedules).set(values).where(scheduleOf(scope, personId))
    await audit(tx, scope, {
      ...{ action: 'reports.setSchedule', entity: 'report_schedule', entityId: personId, after },
      ...(before && { before: wishesOf(before) }),
    })
    return { ...stored, ...values }
  })
  return { ...toScheduleDto(person, row), allowance: await allowanceOf(deps, scope, personId) }
}

const wishesOf = ({ timeZone, daily, weekly, weekStart, byEmail }: Wishes): Wishes => ({
  ...{ timeZone, daily, weekly, weekStart, byEmail },
})

/** Without what was left out. */
const defined = (input: Omit<SetScheduleInput, 'personId'>): Partial<Wishes> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
