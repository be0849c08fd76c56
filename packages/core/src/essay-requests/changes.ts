import { type EssayDocument, essayRequests } from '@quarterdeck/db'
import { diffArrays } from 'diff'
import { and, eq } from 'drizzle-orm'
import { type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { textOf } from './document.ts'
import type { EssayChanges, EssaySegment } from './model.ts'
import { seenBy } from './request-rows.ts'
import { isStaff } from './who.ts'
import { countWords } from './words.ts'

/** How long words may be compared, in milliseconds: two long texts without a word in common would take minutes. */
const patience = 300

/** Words, spaces and signs of a text; a line break by itself. */
const tokensOf = (text: string): string[] => text.match(/\n|[^\S\n]+|[\p{L}\p{N}\p{M}'’]+|./gu) ?? []
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? []

/**
 * What was changed from one text to another, word by word; where that takes too long, paragraph by paragraph. How a text is
 * set, and its comments, are no changes.
 */
export function compareTexts(original: EssayDocument, edited: EssayDocument): EssayChanges {
  const [before, after] = [textOf(original), textOf(edited)]
  const words = diffArrays(tokensOf(before), tokensOf(after), { timeout: patience })
  const parts = words ?? diffArrays(linesOf(before), linesOf(after), { timeout: patience })
  const segments: EssaySegment[] = parts
    ? parts.map(({ added, removed, value }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      }))
    : [
        { kind: 'removed', text: before },
        { kind: 'added', text: after },
      ]
  const wordsIn = (kind: EssaySegment['kind']) =>
    segments.reduce((sum, segment) => sum + (segment.kind === kind ? countWords(segment.text) : 0), 0)
  return { segments, addedWords: wordsIn('added'), removedWords: wordsIn('removed'), coarse: words === undefined }
}

/**
 * What the edited text changes in the original.
 * @throws DomainError `not_found`; `conflict` when there is no edited text, or, for its customer, none yet.
 */
export async function getChanges({ db }: Deps, scope: Scope, { id }: ById): Promise<EssayChanges> {
  const { original, edited, status } = essayRequests
  const [row] = await db
    .select({ original, edited, status })
    .from(essayRequests)
    .where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!row) throw notFound('This request')
  if (!row.edited || !(isStaff(scope) || row.status === 'completed')) throw conflict('There is no edited text yet')
  return compareTexts(row.original, row.edited)
}
