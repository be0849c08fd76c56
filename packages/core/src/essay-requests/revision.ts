import { essayRequests } from '@quarterdeck/db'
import { and, eq, or, sql } from 'drizzle-orm'
import { audit, conflict, type Deps, newId, nextNumber, type Scope } from '../kernel/index.ts'
import { limitOrders, madeBefore } from './create.ts'
import { textOf, withoutComments } from './document.ts'
import { record } from './history.ts'
import type { RequestRevisionInput } from './inputs.ts'
import { lockRequest, lockToWrite } from './lock-request.ts'
import type { EssayRequestDetailDto } from './model.ts'
import { tellStaff } from './notices.ts'
import { essayRates, quoteOf } from './rates.ts'
import { readRequestDetail } from './request-rows.ts'
import { countWords } from './words.ts'

/**
 * Orders another round for the same essay: a request of its own, with the next revision number under their root, and with
 * today's price and due time. The root's row is held while the number is taken, so that no two get the same.
 * @throws DomainError `not_found`; `conflict` when the request was cancelled; `limit_reached`
 */
export async function requestRevision(
  deps: Deps,
  scope: Scope,
  input: RequestRevisionInput,
): Promise<EssayRequestDetailDto> {
  await limitOrders(deps, scope)
  const { workspaceId } = scope
  return deps.db.transaction(async tx => {
    // The root first: everybody who asks for a revision holds it before they hold anything else.
    const [named] = await tx
      .select({ rootId: essayRequests.rootId })
      .from(essayRequests)
      .where(and(eq(essayRequests.workspaceId, workspaceId), eq(essayRequests.id, input.id)))
    const root = named?.rootId ? await lockRequest(tx, scope, named.rootId) : null
    const before = await lockToWrite(tx, scope, input.id)
    if (before.status === 'cancelled') throw conflict('This request was cancelled: order anew')
    const rootId = root?.id ?? before.id
    const made = await madeBefore(tx, deps, scope, input)
    if (made && made.rootId !== rootId) throw conflict('This id is taken: send another')
    if (made) return made
    // Unfinished work is nobody's to read yet.
    const done = before.status === 'completed' ? before.edited : null
    const original = withoutComments(input.content ?? done ?? before.original)
    const [last] = await tx
      .select({ revision: sql<number>`max(${essayRequests.revision})` })
      .from(essayRequests)
      .where(or(eq(essayRequests.id, rootId), eq(sql`coalesce(root_id, id)`, rootId)))
    const now = deps.clock.now()
    const turnaround = input.turnaround ?? before.turnaround
    const rates = await essayRates(tx, scope)
    const { isMinimum: _, ...offer } = quoteOf(rates, { wordCount: countWords(textOf(original)), turnaround, now })
    const [id, revision] = [input.newId ?? newId(), (last?.revision ?? before.revision) + 1]
    const number = await nextNumber(tx, workspaceId, 'essay_requests')
    const { studentName, studentEmail, applicationType, programPrompt, ownerId, origin } = before
    await tx.insert(essayRequests).values({
      ...{ id, workspaceId, number, ownerId, studentName, studentEmail, applicationType, programPrompt, origin },
      ...{ original, ...offer, rootId, revision, comments: input.comments ?? before.comments },
      ...{ createdAt: now, updatedAt: now },
    })
    const data = { of: before.id, revision, number }
    await record(tx, deps, scope, { requestId: before.id, kind: 'revision', data: { ...data, id } })
    await record(tx, deps, scope, { requestId: id, kind: 'created', toStatus: 'submitted', data })
    const { wordCount, price, currency } = offer
    await audit(tx, scope, {
      ...{ action: 'essayRequests.requestRevision', entity: 'essay_request', entityId: id },
      after: { ...data, wordCount, turnaround, price, currency },
    })
    const line = `Essay request #${number} came in: revision ${revision} of #${before.number} (${turnaround})`
    await tellStaff(tx, deps, scope, { id, origin }, { line })
    return readRequestDetail(tx, scope, id, now)
  })
}
