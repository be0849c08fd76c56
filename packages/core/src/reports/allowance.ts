import { type Db, reports, workspaces } from '@quarterdeck/db'
import { and, eq, gte, isNull, ne, or } from 'drizzle-orm'
import { getEntitlements } from '../billing/index.ts'
import { addDays, type Deps, limitReached, localDay, type Scope, startOfDay } from '../kernel/index.ts'
import type { ReportAllowance } from './schedules/model.ts'

/** Reports that somebody has in a calendar month without a plan. */
export const freeReports = 10

/** Where nobody could buy a plan, none is asked for. */
const sellsPlans = ({ webhookSecrets }: Pick<Deps, 'webhookSecrets'>): boolean =>
  Boolean(webhookSecrets.clerk?.length || webhookSecrets.stripe?.length)

/** The month that runs by the workspace's calendar, half-open. */
async function monthOf(db: Db, workspaceId: string, now: Date): Promise<{ from: Date; to: Date }> {
  const [workspace] = await db
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  const timeZone = workspace?.timeZone ?? 'UTC'
  const first = `${localDay(now, timeZone).slice(0, 7)}-01`
  // Thirty-two days after a first there is the next month.
  const next = `${addDays(first, 32).slice(0, 7)}-01`
  return { from: startOfDay(first, timeZone), to: startOfDay(next, timeZone) }
}

/** Made for somebody: they asked, or it was due to them. What failed does not count. */
const isTheirs = (workspaceId: string, personId: string, since: Date) =>
  and(
    eq(reports.workspaceId, workspaceId),
    or(eq(reports.requestedBy, personId), and(isNull(reports.requestedBy), eq(reports.personId, personId))),
    ne(reports.status, 'failed'),
    eq(reports.origin, 'product'),
    gte(reports.createdAt, since),
  )

/** What somebody has had this month, and may have. */
export async function allowanceOf(deps: Deps, scope: Scope, personId: string): Promise<ReportAllowance> {
  const { from } = await monthOf(deps.db, scope.workspaceId, deps.clock.now())
  const used = await deps.db.$count(reports, isTheirs(scope.workspaceId, personId, from))
  const { features } = await getEntitlements(deps, scope, { personId })
  return { free: freeReports, used, isLimited: sellsPlans(deps) && !features.includes('reports') }
}

export const isUsedUp = ({ free, used, isLimited }: ReportAllowance): boolean => isLimited && used >= free

export const usedUp = `The ${freeReports} free reports of this month are used up: a plan with reports lifts that, or wait for the next month`

/** @throws DomainError `limit_reached` when somebody has had the free reports of the month and has no plan with more. */
export async function checkAllowance(deps: Deps, scope: Scope, personId: string | null): Promise<void> {
  if (!personId || !isUsedUp(await allowanceOf(deps, scope, personId))) return
  const now = deps.clock.now()
  const { to } = await monthOf(deps.db, scope.workspaceId, now)
  throw limitReached(usedUp, Math.ceil((to.getTime() - now.getTime()) / 1_000))
}
