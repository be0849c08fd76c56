import { type Db, type EssayDocument, essayDrafts, essayRequests, people } from '@quarterdeck/db'
import { and, desc, eq, getTableColumns } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { changeMarks, textOf } from './document.ts'
import { record } from './history.ts'
import type { SaveDraftInput, VersionInput } from './inputs.ts'
import { type EssayRequestRow, lockToWrite } from './lock-request.ts'
import type { EssayConflict, EssayVersionDetailDto, EssayVersionDto } from './model.ts'
import { isOpen, namedStaff, seenBy } from './request-rows.ts'
import { personOf } from './who.ts'
import { countWords } from './words.ts'

const { document: _, ...withoutText } = getTableColumns(essayDrafts)
const author = { id: people.id, name: people.name, email: people.email }

type Draft = Omit<typeof essayDrafts.$inferSelect, 'document'>
type Author = { id: string; name: string | null; email: string | null } | null

const toVersionDto = (draft: Draft, by: Author): EssayVersionDto => ({
  version: draft.version,
  baseVersion: draft.baseVersion,
  state: draft.state,
  wordCount: draft.wordCount,
  currentScore: draft.currentScore,
  potentialScore: draft.potentialScore,
  author: namedStaff(by, true),
  at: draft.at.toISOString(),
})

/** @throws DomainError `not_found` */
export async function requireRequest(db: Db, scope: Scope, id: string): Promise<void> {
  const [request] = await db
    .select({ id: essayRequests.id })
    .from(essayRequests)
    .where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!request) throw notFound('This request')
}

/**
 * Every draft that was saved, newest first, without its text; at most 1,000.
 * @throws DomainError `not_found`
 */
export async function listEssayVersions(
  { db }: Deps,
  scope: Scope,
  { id }: ById,
): Promise<{ items: EssayVersionDto[] }> {
  await requireRequest(db, scope, id)
  const rows = await db
    .select({ draft: withoutText, author })
    .from(essayDrafts)
    .leftJoin(people, eq(people.id, essayDrafts.authorId))
    .where(eq(essayDrafts.requestId, id))
    .orderBy(desc(essayDrafts.version))
    .limit(1_000)
  return { items: rows.map(row => toVersionDto(row.draft, row.author)) }
}

async function readVersion(
  db: Db,
  { workspaceId }: Scope,
  requestId: string,
  version: number,
): Promise<EssayVersionDetailDto> {
  const [row] = await db
    .select({ draft: essayDrafts, author })
    .from(essayDrafts)
    .leftJoin(people, eq(people.id, essayDrafts.authorId))
    .where(
      and(
        eq(essayDrafts.workspaceId, workspaceId),
        eq(essayDrafts.requestId, requestId),
        eq(essayDrafts.version, version),
      ),
    )
  if (!row) throw notFound('This version')
  return { ...toVersionDto(row.draft, row.author), content: row.draft.document }
}

/** One draft with its text. @throws DomainError `not_found` */
export const getEssayVersion = ({ db }: Deps, scope: Scope, { id, version }: VersionInput) =>
  readVersion(db, scope, id, version)

/** What tells a caller that somebody saved since they looked. */
export async function staleDraft(tx: Db, scope: Scope, request: EssayRequestRow, keptAs: number | null) {
  const details: EssayConflict = { newer: await readVersion(tx, scope, request.id, request.version), keptAs }
  return conflict('Somebody has saved this text since you opened it: look at theirs, and save again', details)
}

/** Comments keep the author that they have; new ones are the caller's, whatever the document says. */
function signComments(document: EssayDocument, before: EssayDocument | null, name: string): EssayDocument {
  const authors = new Map<unknown, unknown>()
  if (before) {
    changeMarks(before, mark => {
      if (mark.type === 'comment') authors.set(mark.attrs?.id, mark.attrs?.author)
      return mark
    })
  }
  return changeMarks(document, mark =>
    mark.type === 'comment'
      ? { ...mark, attrs: { ...mark.attrs, author: String(authors.get(mark.attrs?.id) ?? name) } }
      : mark,
  )
}

interface Score {
  currentScore?: number | null | undefined
  potentialScore?: number | null | undefined
}

/** What is left out stays. */
export const scoresOf = (before: EssayRequestRow, given: Score) => ({
  currentScore: given.currentScore === undefined ? before.currentScore : given.currentScore,
  potentialScore: given.potentialScore === undefined ? before.potentialScore : given.potentialScore,
})

/** jsonb keeps the members of an object in an order of its own. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )

/**
 * Saves the edited text. Who had not seen the newest one is refused, and what they wrote is kept as a version of its own:
 * of two editors at once neither loses a word. The same text sent again, because an answer was lost, is no conflict.
 * @returns the new version.
 * @throws DomainError `not_found`; `conflict` with an `EssayConflict`, or when the request is not open.
 */
export async function saveDraft(deps: Deps, scope: Scope, input: SaveDraftInput): Promise<EssayVersionDetailDto> {
  const { id, baseVersion } = input
  const { saved, refusal } = await deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (!isOpen(before)) throw conflict('This request is closed: reopen it to go on editing')
    if (baseVersion > before.lastVersion) throw conflict(`There is no version ${baseVersion} of this text yet`)
    const document = signComments(input.content, before.edited, scope.actor.name)
    const scores = scoresOf(before, input)
    const isSame = ordered(document) === ordered(before.edited) && ordered(scores) === ordered(scoresOf(before, {}))
    if (isSame && before.version > 0) {
      return { saved: await readVersion(tx, scope, id, before.version), refusal: null }
    }
    const isStale = baseVersion !== before.version
    const version = before.lastVersion + 1
    const now = deps.clock.now()
    await tx.insert(essayDrafts).values({
      ...{ workspaceId: scope.workspaceId, requestId: id, version, baseVersion, state: isStale ? 'conflict' : 'saved' },
      ...{ document, wordCount: countWords(textOf(document)), ...scores, authorId: personOf(scope), at: now },
    })
    if (isStale) await tx.update(essayRequests).set({ lastVersion: version }).where(eq(essayRequests.id, id))
    else {
      const taken = { edited: document, ...scores, version, lastVersion: version, updatedAt: now }
      await tx
        .update(essayRequests)
        .set({ ...taken, status: 'in_progress' })
        .where(eq(essayRequests.id, id))
      if (before.status === 'submitted') {
        const moved = { fromStatus: before.status, toStatus: 'in_progress' as const }
        await record(tx, deps, scope, { requestId: id, kind: 'started', ...moved })
      }
    }
    await audit(tx, scope, {
      ...{ action: 'essayRequests.saveDraft', entity: 'essay_request', entityId: id },
      after: { version, baseVersion, conflict: isStale, ...scores },
    })
    return {
      saved: await readVersion(tx, scope, id, version),
      refusal: isStale ? await staleDraft(tx, scope, before, version) : null,
    }
  })
  // Thrown after the commit: what was refused is kept.
  if (refusal) throw refusal
  return saved
}
