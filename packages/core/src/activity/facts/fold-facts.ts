import { newId, sha256 } from '../../kernel/index.ts'
import type { SavedFacts } from '../model.ts'
import type { NewFact } from './fact.ts'
import { withFigures } from './text.ts'

/** A fact as its row will have it, but for what only its comparison with what is known decides. */
export interface Draft extends Omit<NewFact, 'repository' | 'actor'> {
  repositoryId: string
  actorId: string | null
}

/** Of a fact that is in force, what an edit is compared with. */
export interface KnownFact {
  id: string
  repositoryId: string
  objectKey: string
  actorId: string | null
  occurredAt: Date
  title: string | null
  number: number | null
  additions: number | null
  deletions: number | null
  filesChanged: number | null
  contentHash: string
  ghUpdatedAt: Date | null
  removedAt: Date | null
}

/** A row to be written. */
export interface FreshFact extends Draft, KnownFact {
  ghUpdatedAt: Date | null
  /** The row in the database that it takes the place of. */
  replaces: string | null
}

export interface Outcome {
  fresh: FreshFact[]
  /** Known facts that were told again as they are, by something newer. */
  confirmed: { id: string; ghUpdatedAt: Date }[]
  verdicts: { place: string; verdict: keyof SavedFacts }[]
}

export const draftOf = (
  { repository: _, actor: __, ...fact }: NewFact,
  repositoryId: string,
  actorId: string | null,
): Draft => ({ ...fact, repositoryId, actorId })

/** What a fact is told apart by. */
export const placeOf = ({ repositoryId, objectKey }: Pick<Draft, 'repositoryId' | 'objectKey'>): string =>
  `${repositoryId} ${objectKey}`

type Hashed = Pick<Draft, 'repositoryId' | 'objectKey' | 'kind' | 'text' | 'url'> &
  Pick<Draft, 'additions' | 'deletions' | 'filesChanged'>

/** SHA-256 of identity, text, address and figures. */
export const hashOf = (fact: Hashed): string => {
  const { repositoryId, objectKey, kind, text, url, additions, deletions, filesChanged } = fact
  return sha256(JSON.stringify([repositoryId, objectKey, kind, text, url, additions, deletions, filesChanged]))
}

/** Said to be the time of a fact from which somebody was erased: nothing that is told of it again is newer. */
export const sealedAt = new Date('9999-01-01T00:00:00Z')

const isSealed = ({ ghUpdatedAt }: KnownFact) => ghUpdatedAt !== null && ghUpdatedAt >= sealedAt

const isOlder = (told: Date | null, known: Date | null) => told !== null && known !== null && told < known

/** Published again, after it was taken back or not: the one kind of fact that may happen once more. */
const isAnew = ({ kind, occurredAt }: Draft, known: KnownFact) =>
  kind === 'release_published' && occurredAt > (known.removedAt ?? known.occurredAt)

/** What a telling would make of a fact: what it leaves out stays as it was. */
function complete(draft: Draft, known: KnownFact | undefined): FreshFact {
  const figures = {
    additions: draft.additions ?? known?.additions ?? null,
    deletions: draft.deletions ?? known?.deletions ?? null,
    filesChanged: draft.filesChanged ?? known?.filesChanged ?? null,
  }
  const fact = { ...draft, ...figures, text: withFigures(draft.text, figures) }
  return {
    ...fact,
    id: newId(),
    contentHash: hashOf(fact),
    actorId: draft.actorId ?? known?.actorId ?? null,
    title: draft.title ?? known?.title ?? null,
    number: draft.number ?? known?.number ?? null,
    ghUpdatedAt: draft.ghUpdatedAt ?? known?.ghUpdatedAt ?? null,
    // What was taken back stays so.
    removedAt: known && !isAnew(draft, known) ? known.removedAt : null,
    replaces: null,
  }
}

function judge(known: KnownFact | undefined, draft: Draft, fact: FreshFact): keyof SavedFacts {
  if (!known) return 'added'
  if (isSealed(known) || isOlder(draft.ghUpdatedAt, known.ghUpdatedAt)) return 'stale'
  if (isAnew(draft, known)) return 'superseded'
  if (fact.contentHash === known.contentHash) return 'unchanged'
  const tellsNoMore = draft.partial && (draft.title === null || draft.title === known.title)
  return tellsNoMore ? 'unchanged' : 'superseded'
}

/**
 * Compares what was told with what is known, in the order in which it was said. Of several tellings of one fact the
 * last that counts is written: nobody could have seen those between.
 */
export function foldFacts(known: ReadonlyMap<string, KnownFact>, drafts: readonly Draft[]): Outcome {
  const fresh = new Map<string, FreshFact>()
  const confirmed = new Map<string, Date>()
  const verdicts: Outcome['verdicts'] = []
  for (const draft of drafts) {
    const place = placeOf(draft)
    const stored = known.get(place)
    const current = fresh.get(place) ?? stored
    const fact = complete(draft, current)
    const verdict = judge(current, draft, fact)
    verdicts.push({ place, verdict })
    if (verdict === 'added' || verdict === 'superseded') fresh.set(place, { ...fact, replaces: stored?.id ?? null })
    else if (
      verdict === 'unchanged' &&
      current &&
      draft.ghUpdatedAt &&
      isOlder(current.ghUpdatedAt, draft.ghUpdatedAt)
    ) {
      current.ghUpdatedAt = draft.ghUpdatedAt
      if (current === stored) confirmed.set(stored.id, draft.ghUpdatedAt)
    }
  }
  // There and back again is no edit.
  for (const [place, fact] of fresh) {
    const before = known.get(place)
    if (before && before.contentHash === fact.contentHash && !isAnew(fact, before)) fresh.delete(place)
  }
  const replaced = new Set([...fresh.values()].map(({ replaces }) => replaces))
  return {
    fresh: [...fresh.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, fact]) => fact),
    confirmed: [...confirmed].filter(([id]) => !replaced.has(id)).map(([id, ghUpdatedAt]) => ({ id, ghUpdatedAt })),
    verdicts,
  }
}
