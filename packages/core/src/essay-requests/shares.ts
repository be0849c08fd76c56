import { randomBytes } from 'node:crypto'
import { type Db, essayRequests, essayShares, people } from '@quarterdeck/db'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import {
  addressSubject,
  audit,
  type ById,
  conflict,
  type Deps,
  days,
  giveBack,
  later,
  newId,
  notFound,
  type Origin,
  type Scope,
  sha256,
  takeRate,
} from '../kernel/index.ts'
import { compareTexts } from './changes.ts'
import { forOutside } from './document.ts'
import { requireRequest } from './drafts.ts'
import { record } from './history.ts'
import type { ShareInput, ViewSharedInput } from './inputs.ts'
import { lockToWrite } from './lock-request.ts'
import type { CreatedEssayShareDto, EssayShareDto, SharedEssayDto } from './model.ts'
import { sharedUrl } from './notices.ts'
import { namedStaff } from './request-rows.ts'
import { personOf } from './who.ts'

/** 128 random bits: nobody guesses one in the life of the universe, however many links there are. */
const newToken = (): string => randomBytes(16).toString('base64url')

type Row = typeof essayShares.$inferSelect
type Author = { id: string; name: string | null; email: string | null } | null

const toDto = (row: Row, author: Author, now: Date): EssayShareDto => ({
  id: row.id,
  madeBy: row.madeBy,
  author: namedStaff(author, true),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  active: row.revokedAt === null && row.expiresAt > now,
  views: row.views,
  lastViewAt: row.lastViewAt?.toISOString() ?? null,
})

const select = (db: Db) =>
  db
    .select({ share: essayShares, author: { id: people.id, name: people.name, email: people.email } })
    .from(essayShares)
    .leftJoin(people, eq(people.id, essayShares.authorId))
    .$dynamic()

/** Makes a link for a request that the caller's transaction holds. Only the hash of its token is stored. */
export async function makeShare(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  scope: Scope,
  { requestId, madeBy, inDays }: { requestId: string; madeBy: Row['madeBy']; inDays: number },
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const [id, token, now] = [newId(), newToken(), clock.now()]
  const expiresAt = later(now, days(inDays))
  await tx.insert(essayShares).values({
    ...{ id, workspaceId: scope.workspaceId, requestId, tokenHash: sha256(token), madeBy, expiresAt },
    ...{ authorId: personOf(scope), createdAt: now },
  })
  return { id, token, expiresAt }
}

/** Ends the links that went out by e-mail: a new one takes their place. */
export async function revokeMailed(tx: Db, { clock }: Pick<Deps, 'clock'>, requestId: string): Promise<void> {
  await tx
    .update(essayShares)
    .set({ revokedAt: clock.now() })
    .where(and(eq(essayShares.requestId, requestId), eq(essayShares.madeBy, 'finish'), isNull(essayShares.revokedAt)))
}

/**
 * Makes a link that shows a finished essay to whoever has it.
 * @throws DomainError `not_found`; `conflict` when it is not finished.
 */
export async function shareEssay(deps: Deps, scope: Scope, input: ShareInput): Promise<CreatedEssayShareDto> {
  const { id, expiresInDays } = input
  return deps.db.transaction(async tx => {
    const { status } = await lockToWrite(tx, scope, id)
    if (status !== 'completed') throw conflict('Only a completed request is shared: finish it first')
    const made = await makeShare(tx, deps, scope, { requestId: id, madeBy: 'share', inDays: expiresInDays })
    const data = { shareId: made.id, expiresAt: made.expiresAt.toISOString() }
    await record(tx, deps, scope, { requestId: id, kind: 'shared', data })
    await audit(tx, scope, {
      ...{ action: 'essayRequests.share', entity: 'essay_request', entityId: id, after: data },
    })
    const [row] = await select(tx).where(eq(essayShares.id, made.id))
    if (!row) throw new Error('The link was not stored')
    return { ...toDto(row.share, row.author, deps.clock.now()), url: sharedUrl(deps, made.token) }
  })
}

/** The links of a request, newest first; at most 200. @throws DomainError `not_found` */
export async function listShares({ db, clock }: Deps, scope: Scope, { id }: ById): Promise<{ items: EssayShareDto[] }> {
  await requireRequest(db, scope, id)
  const rows = await select(db)
    .where(eq(essayShares.requestId, id))
    .orderBy(desc(essayShares.createdAt), desc(essayShares.id))
    .limit(200)
  return { items: rows.map(({ share, author }) => toDto(share, author, clock.now())) }
}

/** Ends a link. @throws DomainError `not_found` */
export async function revokeShare(deps: Deps, scope: Scope, { id }: ById): Promise<EssayShareDto> {
  const ofHere = and(eq(essayShares.workspaceId, scope.workspaceId), eq(essayShares.id, id))
  return deps.db.transaction(async tx => {
    const [found] = await tx.select({ requestId: essayShares.requestId }).from(essayShares).where(ofHere)
    if (!found) throw notFound('This link')
    const { requestId } = found
    await lockToWrite(tx, scope, requestId)
    const now = deps.clock.now()
    const [ended] = await tx
      .update(essayShares)
      .set({ revokedAt: now })
      .where(and(ofHere, isNull(essayShares.revokedAt)))
      .returning({ id: essayShares.id })
    if (ended) {
      await record(tx, deps, scope, { requestId, kind: 'unshared', data: { shareId: id } })
      await audit(tx, scope, {
        ...{
          action: 'essayRequests.revokeShare',
          entity: 'essay_request',
          entityId: requestId,
          after: { shareId: id },
        },
      })
    }
    const [row] = await select(tx).where(ofHere)
    if (!row) throw notFound('This link')
    return toDto(row.share, row.author, now)
  })
}

/** Unknown, expired, revoked, of an essay that is not finished: one answer, which says nothing of which it is. */
const opensNothing = () => notFound('An essay under this link')

/**
 * What a link shows. It is found by the hash of its token, so that how long the answer takes says nothing of how much of
 * a guess was right.
 * @throws DomainError `not_found`, the same for every link that does not work; `limit_reached` after too many of them.
 */
export async function viewShared(deps: Deps, origin: Origin, { token }: ViewSharedInput): Promise<SharedEssayDto> {
  const subject = addressSubject(origin.ip)
  // Counted before it is looked up, so that many at once gain nothing, and given back if it opens something.
  const taken = await takeRate(deps, deps.limits.sharedLinks, subject)
  const now = deps.clock.now()
  const [row] = await deps.db
    .select({ share: essayShares, request: essayRequests })
    .from(essayShares)
    .innerJoin(essayRequests, eq(essayRequests.id, essayShares.requestId))
    .where(
      and(
        eq(essayShares.tokenHash, sha256(token)),
        isNull(essayShares.revokedAt),
        gt(essayShares.expiresAt, now),
        eq(essayRequests.status, 'completed'),
      ),
    )
  if (!row?.request.edited || !row.request.completedAt) throw opensNothing()
  await giveBack(deps, deps.limits.sharedLinks, subject, taken)
  await deps.db
    .update(essayShares)
    .set({ views: sql`${essayShares.views} + 1`, lastViewAt: now })
    .where(eq(essayShares.id, row.share.id))
  const { number, studentName, applicationType, programPrompt, original, edited, completedAt } = row.request
  const { currentScore, potentialScore, revision } = row.request
  return {
    ...{
      number,
      studentName,
      applicationType,
      programPrompt,
      original,
      edited: forOutside(edited, { nameless: true }),
      currentScore,
      potentialScore,
      revision,
    },
    changes: compareTexts(original, edited),
    completedAt: completedAt.toISOString(),
    expiresAt: row.share.expiresAt.toISOString(),
  }
}
