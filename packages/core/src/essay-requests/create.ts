import { type Db, essayRequests, members } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import {
  audit,
  conflict,
  type Deps,
  forbidden,
  newId,
  nextNumber,
  notFound,
  type Scope,
  takeRate,
} from '../kernel/index.ts'
import { textOf, withoutComments } from './document.ts'
import { record } from './history.ts'
import type { CreateEssayRequestInput, RequestRevisionInput } from './inputs.ts'
import type { EssayRequestDetailDto } from './model.ts'
import { tellStaff } from './notices.ts'
import { essayRates, quoteOf } from './rates.ts'
import { readRequestDetail, seenBy } from './request-rows.ts'
import { mayEdit, personOf } from './who.ts'
import { countWords } from './words.ts'

/** Whose request it is to be: a customer's own; for staff and programs whomever they name, or nobody with an account. */
async function ownerOf(db: Db, scope: Scope, ownerId: string | undefined): Promise<string | null> {
  const own = personOf(scope)
  if (!mayEdit(scope)) {
    if (ownerId !== undefined && ownerId !== own) throw forbidden('Only staff order for somebody else')
    return own
  }
  if (ownerId === undefined) return null
  const [member] = await db
    .select({ id: members.personId })
    .from(members)
    .where(and(eq(members.workspaceId, scope.workspaceId), eq(members.personId, ownerId)))
  if (!member) throw notFound('This person')
  return member.id
}

/** Customers order as often as they may write messages: each order is an e-mail to the team. */
export async function limitOrders(deps: Deps, { actor }: Scope): Promise<void> {
  if (actor.kind === 'person' && actor.role === 'member') await takeRate(deps, deps.limits.messages, actor.id)
}

/**
 * The order that was made under an id before, because its answer was lost on the way; null when there is none. Who sends it
 * twice at once waits for the first.
 * @throws DomainError `conflict` when that order was another, or is not the caller's to see.
 */
export async function madeBefore(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  scope: Scope,
  { newId: id, content, turnaround }: Pick<RequestRevisionInput, 'newId' | 'content' | 'turnaround'>,
): Promise<EssayRequestDetailDto | null> {
  if (id === undefined) return null
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`essay request:${id}`}, 0))`)
  const [known] = await tx.select({ id: essayRequests.id }).from(essayRequests).where(eq(essayRequests.id, id))
  if (!known) return null
  const [seen] = await tx
    .select({ id: essayRequests.id })
    .from(essayRequests)
    .where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!seen) throw conflict('This id is taken: send another')
  const made = await readRequestDetail(tx, scope, id, clock.now())
  const isOther = content && textOf(content) !== textOf(made.original)
  if (isOther || (turnaround && turnaround !== made.turnaround))
    throw conflict(`An order came in before this one, as #${made.number}: order again only if you want both`)
  return made
}

/**
 * Orders the editing of a text. Words, price and due time are counted here, by the workspace's rates.
 * @throws DomainError `not_found`, `forbidden`, `invalid`, `conflict`, `limit_reached`
 */
export async function createEssayRequest(
  deps: Deps,
  scope: Scope,
  input: CreateEssayRequestInput,
  { origin = 'product' }: { origin?: 'product' | 'sample' } = {},
): Promise<EssayRequestDetailDto> {
  await limitOrders(deps, scope)
  const { workspaceId } = scope
  const { newId: asked, content, ownerId, comments, turnaround, ...fields } = input
  const original = withoutComments(content)
  return deps.db.transaction(async tx => {
    const now = deps.clock.now()
    const before = await madeBefore(tx, deps, scope, input)
    if (before) return before
    const rates = await essayRates(tx, scope)
    const { isMinimum: _, ...offer } = quoteOf(rates, { wordCount: countWords(textOf(original)), turnaround, now })
    const id = asked ?? newId()
    const owner = await ownerOf(tx, scope, ownerId)
    const number = await nextNumber(tx, workspaceId, 'essay_requests')
    await tx.insert(essayRequests).values({
      ...{ ...fields, ...offer, id, workspaceId, number, ownerId: owner, original, comments: comments ?? null },
      ...{ origin, createdAt: now, updatedAt: now },
    })
    const { wordCount, price, currency } = offer
    await record(tx, deps, scope, { requestId: id, kind: 'created', toStatus: 'submitted' })
    await audit(tx, scope, {
      ...{ action: 'essayRequests.create', entity: 'essay_request', entityId: id },
      after: { number, wordCount, turnaround, price, currency },
    })
    await tellStaff(tx, deps, scope, { id, origin }, { line: `Essay request #${number} came in (${turnaround})` })
    return readRequestDetail(tx, scope, id, now)
  })
}
