import { type Db, type EssayHistoryKind, essayRequests } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { requireWriter } from '../identity/index.ts'
import { audit, conflict, type Deps, hours, later, type Scope } from '../kernel/index.ts'
import { textOf } from './document.ts'
import { scoresOf, staleDraft } from './drafts.ts'
import { record } from './history.ts'
import type { AssignEssayInput, CancelEssayInput, FinishInput, ReopenEssayInput } from './inputs.ts'
import { type EssayRequestRow, lockToWrite } from './lock-request.ts'
import type { EssayRequestDetailDto } from './model.ts'
import { tellCancelled, tellFinished, tellStaff } from './notices.ts'
import { essayRates } from './rates.ts'
import { isOpen, readRequestDetail } from './request-rows.ts'
import { makeShare, revokeMailed } from './shares.ts'
import { mayEdit, personOf } from './who.ts'

/** How long the link in the e-mail works. */
export const mailedDays = 90

type Change = Partial<typeof essayRequests.$inferInsert>
interface Told {
  kind: EssayHistoryKind
  action: string
  note?: string
  data?: Record<string, unknown>
}

/** Changes a request that the transaction holds, with its history and its audit row. */
async function change(
  tx: Db,
  deps: Deps,
  scope: Scope,
  before: EssayRequestRow,
  set: Change,
  { kind, action, note, data }: Told,
): Promise<void> {
  const { id, status, assigneeId, currentScore, potentialScore } = before
  const requestId = id
  await tx
    .update(essayRequests)
    .set({ ...set, updatedAt: deps.clock.now() })
    .where(eq(essayRequests.id, id))
  const moved = set.status ? { fromStatus: status, toStatus: set.status } : {}
  await record(tx, deps, scope, { requestId, kind, ...moved, ...(note && { note }), ...(data && { data }) })
  await audit(tx, scope, {
    ...{ action: `essayRequests.${action}`, entity: 'essay_request', entityId: id },
    ...{ before: { status, assigneeId, currentScore, potentialScore }, after: set },
  })
}

/**
 * Gives a request to one of those who may edit, who is told of it, or to nobody.
 * @throws DomainError `not_found`; `conflict` when the request is closed.
 */
export async function assignEssay(deps: Deps, scope: Scope, input: AssignEssayInput): Promise<EssayRequestDetailDto> {
  const { id, assigneeId } = input
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (!isOpen(before)) throw conflict('This request is closed: reopen it first')
    if (assigneeId) await requireWriter(tx, scope, assigneeId)
    if (before.assigneeId !== assigneeId) {
      const data = { fromId: before.assigneeId, toId: assigneeId }
      await change(tx, deps, scope, before, { assigneeId }, { kind: 'assigned', action: 'assign', data })
      const line = `Essay request #${before.number} is yours`
      if (assigneeId) await tellStaff(tx, deps, scope, before, { line, personId: assigneeId })
    }
    return readRequestDetail(tx, scope, id, deps.clock.now())
  })
}

/**
 * Completes a request and sends its student the link that shows the result: both, or neither. Finished again, it is sent
 * again, and the link that was sent before ends.
 * @throws DomainError `not_found`; `conflict` without an edited text, when it was cancelled, or with an `EssayConflict`
 * when somebody has saved since.
 */
export async function finishEssay(deps: Deps, scope: Scope, input: FinishInput): Promise<EssayRequestDetailDto> {
  const { id, baseVersion } = input
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (before.status === 'cancelled') throw conflict('This request was cancelled: reopen it first')
    if (!before.edited || textOf(before.edited).trim() === '')
      throw conflict('There is no edited text yet: save one first')
    if (baseVersion !== undefined && baseVersion !== before.version) throw await staleDraft(tx, scope, before, null)
    const now = deps.clock.now()
    await revokeMailed(tx, deps, id)
    const link = await makeShare(tx, deps, scope, { requestId: id, madeBy: 'finish', inDays: mailedDays })
    const isAgain = before.status === 'completed'
    const done: Change = { ...scoresOf(before, input), status: 'completed', completedAt: before.completedAt ?? now }
    const data = { version: before.version, shareId: link.id, ...(isAgain && { again: true }) }
    await change(tx, deps, scope, before, done, { kind: 'finished', action: 'finish', data })
    await tellFinished(tx, deps, scope, before, link)
    return readRequestDetail(tx, scope, id, now)
  })
}

/**
 * Ends a request without a result: customers while nobody has begun, staff until it is completed.
 * @throws DomainError `not_found`, `conflict`
 */
export async function cancelEssay(deps: Deps, scope: Scope, input: CancelEssayInput): Promise<EssayRequestDetailDto> {
  const { id, reason } = input
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (!isOpen(before)) throw conflict(`This request is ${before.status} already`)
    if (!mayEdit(scope) && before.status !== 'submitted')
      throw conflict('We have begun to work on this request: write to us to cancel it')
    const now = deps.clock.now()
    const set: Change = { status: 'cancelled', cancelledAt: now }
    await change(tx, deps, scope, before, set, { kind: 'cancelled', action: 'cancel', note: reason })
    const isOwn = before.ownerId !== null && before.ownerId === personOf(scope)
    if (!isOwn) await tellCancelled(tx, deps, scope, before, reason)
    const line = `Essay request #${before.number} was cancelled`
    if (before.assigneeId) await tellStaff(tx, deps, scope, before, { line, personId: before.assigneeId })
    return readRequestDetail(tx, scope, id, now)
  })
}

/**
 * Takes a closed request up again; links to its result show nothing until it is finished anew. What was due meanwhile is
 * due as if it were ordered now.
 * @throws DomainError `not_found`; `conflict` when it is open.
 */
export async function reopenEssay(deps: Deps, scope: Scope, input: ReopenEssayInput): Promise<EssayRequestDetailDto> {
  const { id, reason } = input
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (isOpen(before)) throw conflict('This request is open')
    const now = deps.clock.now()
    const { rates } = await essayRates(tx, scope)
    const dueAt = before.dueAt < now ? later(now, hours(rates[before.turnaround].hours)) : before.dueAt
    const status = before.edited ? ('in_progress' as const) : ('submitted' as const)
    const set: Change = { status, completedAt: null, cancelledAt: null, dueAt }
    await change(tx, deps, scope, before, set, { kind: 'reopened', action: 'reopen', ...(reason && { note: reason }) })
    return readRequestDetail(tx, scope, id, now)
  })
}
