import type { ReportKind } from '../model.ts'

export interface SectionForm {
  key: string
  title: string
  /** What belongs in it, as a model is told. */
  about: string
}

const daily: SectionForm[] = [
  { key: 'work', title: 'Work completed', about: 'what was finished: merged, released, closed, committed' },
  {
    key: 'context',
    title: 'Key decisions and context',
    about:
      'what was decided or discussed: reviews, comments, what was taken back or given up, and why as far as stated',
  },
  { key: 'next', title: 'Momentum and next steps', about: 'what was begun and is still open, and what it leads to' },
]

const weekly: SectionForm[] = [
  {
    key: 'accomplishments',
    title: 'Accomplishments',
    about: 'what readers and users have now that they had not before',
  },
  {
    key: 'insights',
    title: 'Technical insights',
    about: 'tests, tools, structure, dependencies: how the work is done',
  },
  {
    key: 'challenges',
    title: 'Challenges and growth',
    about: 'defects reported, second attempts, reverts, changes asked for in reviews, what was given up',
  },
  { key: 'direction', title: 'Momentum and direction', about: 'how much was done by whom, and what is under way' },
]

/** The sections of a report, in order. What is longer than two days is told like a week. */
export const sectionsOf = (kind: ReportKind, span: { from: Date; to: Date }): readonly SectionForm[] =>
  kind === 'daily' || (kind === 'manual' && span.to.getTime() - span.from.getTime() <= 49 * 3_600_000) ? daily : weekly

/** Where template bullets go, by what they tell of. */
export interface Places {
  done: string
  technical: string
  hard: string
  open: string
}

export const placesOf = (forms: readonly SectionForm[]): Places =>
  forms === daily
    ? { done: 'work', technical: 'work', hard: 'context', open: 'next' }
    : { done: 'accomplishments', technical: 'insights', hard: 'challenges', open: 'direction' }
