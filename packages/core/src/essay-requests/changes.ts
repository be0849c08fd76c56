import { type EssayDocument, essayRequests } from '@quarterdeck/db'
import { type ChangeObject, diffArrays } from 'diff'
import { and, eq } from 'drizzle-orm'
import { type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { textOf } from './document.ts'
import type { EssayChanges, EssaySegment } from './model.ts'
import { seenBy } from './request-rows.ts'
import { isStaff } from './who.ts'
import { countWords } from './words.ts'

/**
 * How many words may have come and gone between texts that are compared: the work grows with the square, and this many take
 * some 0.2 s. Not a time, so that the same texts are told apart in the same way however busy the machine is.
 */
const mostEdits = 2_000

/** A word, sign or line break with the space before it. Two are the same if their words are. */
interface Token {
  space: string
  word: string
}
const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/([^\S\n]*)(\n|[\p{L}\p{N}\p{M}'’]+|\p{RGI_Emoji}|.|$)/gv)].map(([, space = '', word = '']) => ({
    space,
    word,
  }))
const linesOf = (text: string): Token[] => text.split(/(?<=\n)/).map(word => ({ space: '', word }))

const isSame = (a: Token, b: Token) => a.word === b.word
const bounded = { maxEditLength: mostEdits, comparator: isSame }

/** What came, what went and what stayed, in order; neighbours of one kind are one. */
function segmentsOf(before: Token[], after: Token[], parts: ChangeObject<Token[]>[]): EssaySegment[] {
  const segments: EssaySegment[] = []
  const say = (kind: EssaySegment['kind'], text: string) => {
    const last = segments.at(-1)
    if (text === '') return
    if (last?.kind === kind) last.text += text
    else segments.push({ kind, text })
  }
  let [old, current] = [0, 0]
  for (const { added, removed, count } of parts) {
    for (let index = 0; index < count; index += 1) {
      const [was, is] = [before[old], after[current]]
      if (!added) old += 1
      if (!removed) current += 1
      if (added && is) say('added', is.space + is.word)
      else if (removed && was) say('removed', was.space + was.word)
      else if (was && is) {
        if (was.space === is.space) say('same', is.space)
        else {
          say('removed', was.space)
          say('added', is.space)
        }
        say('same', is.word)
      }
    }
  }
  return segments
}

/**
 * What was changed from one text to another, word by word; where too many differ, paragraph by paragraph. How a text is
 * set, and its comments, are no changes.
 */
export function compareTexts(original: EssayDocument, edited: EssayDocument): EssayChanges {
  const [before, after] = [textOf(original), textOf(edited)]
  const compare = (cut: (text: string) => Token[]) => {
    const [old, current] = [cut(before), cut(after)]
    const parts = diffArrays(old, current, bounded)
    return parts && segmentsOf(old, current, parts)
  }
  const words = compare(tokensOf)
  const whole: EssaySegment[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  const segments = words ?? compare(linesOf) ?? whole
  const wordsIn = (kind: EssaySegment['kind']) =>
    segments.reduce((sum, segment) => sum + (segment.kind === kind ? countWords(segment.text) : 0), 0)
  return { segments, addedWords: wordsIn('added'), removedWords: wordsIn('removed'), coarse: !words }
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
