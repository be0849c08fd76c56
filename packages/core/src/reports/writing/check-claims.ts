import { contradiction } from './check-figures.ts'
import { answerForm } from './prompt.ts'
import type { SectionForm } from './sections.ts'
import type { Draft } from './template-lists.ts'
import type { Topic } from './topics.ts'
import { shortened } from './words.ts'

/** What is kept of an answer, at most. */
const limits = { text: 600, bullets: 25 }

export interface CheckedAnswer {
  /** Claims that their sources bear out. */
  drafts: Draft[]
  /** Claims that were dropped because nothing bears them out. */
  refused: number
  /** Why nothing of it can be used; null when something can. */
  failure: string | null
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Links in Markdown lose their address: the numbers behind a claim are its links. */
const plain = (text: string) =>
  text
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 $2')
    .replace(/\*\*|__|^[-*•]\s+/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()

const tokens = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

function isRepeat(text: string, others: readonly Draft[]): boolean {
  const own = tokens(text)
  return others.some(other => {
    const theirs = tokens(other.text)
    const shared = [...own].filter(token => theirs.has(token)).length
    return shared / (own.size + theirs.size - shared || 1) > 0.85
  })
}

/** Takes of an answer what its sources bear out. A claim falls with the first number that is not in the list. */
export function checkAnswer(
  text: string,
  forms: readonly SectionForm[],
  topics: ReadonlyMap<number, Topic>,
  before: readonly Draft[] = [],
): CheckedAnswer {
  const { data } = answerForm.safeParse(read(text))
  if (!data) return { drafts: [], refused: 0, failure: 'The model’s answer was not in the form that was asked for' }
  const drafts: Draft[] = []
  let refused = 0
  for (const { key, bullets } of data.sections) {
    const isKnown = forms.some(form => form.key === key)
    for (const bullet of bullets) {
      const claim = shortened(plain(bullet.text), limits.text)
      const sources = [...new Set(bullet.sources)].map(n => topics.get(n))
      const facts = sources.flatMap(topic => topic?.facts ?? [])
      const isBorneOut = isKnown && claim !== '' && sources.length > 0
      if (!isBorneOut || sources.includes(undefined) || contradiction(claim, facts) !== null) refused += 1
      else if (!isRepeat(claim, [...before, ...drafts]) && drafts.length < limits.bullets * forms.length)
        drafts.push({ section: key, text: claim, facts })
    }
  }
  const failure = drafts.length === 0 ? 'No claim of the model rests on facts that exist' : null
  return { drafts, refused, failure }
}
