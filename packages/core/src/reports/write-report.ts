import type { Llm } from '../kernel/index.ts'
import type { Fact } from './collect.ts'
import type { ReportKind } from './model.ts'
import type { ReportSpan } from './span.ts'
import { askModel, leftOut, type ModelWriting } from './writing/ask-model.ts'
import { assemble, type Written } from './writing/assemble.ts'
import { placesOf, sectionsOf } from './writing/sections.ts'
import { tellTopics, writePlainly } from './writing/template.ts'
import { type Topic, topicsOf } from './writing/topics.ts'

export interface Writing extends Written {
  /** All facts of the span. */
  factCount: number
  refused: number
  /** What readers must know of how it was made. */
  notices: string[]
  /** Null: written from templates. */
  use: ModelWriting['use'] | null
  /** Why a model was asked in vain; null when none was asked or it answered. */
  failure: string | null
}

export interface WritingTask {
  kind: ReportKind
  span: ReportSpan
  facts: readonly Fact[]
  /** Facts of the span that are too many to be told of. */
  left: number
}

const percent = (share: number) => `${Math.floor(share * 100)} %`

/** Writes a report from facts: with a model where there is one, else, and where it failed, from templates. */
export async function writeReport(
  llm: Llm | null,
  { kind, span, facts, left }: WritingTask,
  onProgress: (share: number) => Promise<void>,
): Promise<Writing> {
  const forms = sectionsOf(kind, span)
  const places = placesOf(forms)
  const topics = topicsOf(facts)
  const factCount = facts.length + left
  const cut = left > 0 ? [`More happened than one report holds: the oldest ${left} facts are not in it.`] : []
  const asked = llm && topics.some(hasNews) ? await askModel(llm, { kind, span, forms, topics }, onProgress) : null
  if (!asked || asked.failure !== null) {
    const written = assemble(forms, writePlainly(topics, places, span.timeZone), facts)
    const notices = asked?.failure ? [`Written from templates, because the model failed: ${asked.failure}`] : []
    const { refused = 0, use = null, failure = null } = asked ?? {}
    // What was spent is counted, also on an answer that is of no use.
    return { ...written, factCount, refused, notices: [...cut, ...notices], use: use && { ...use, model: '' }, failure }
  }
  const missing = leftOut(topics, asked.drafts)
  const written = assemble(forms, [...asked.drafts, ...tellTopics(missing, places)], facts)
  const notices = [
    ...(missing.length > 0
      ? [`The model told of ${percent(asked.coverage)} of the facts; the rest was added by rules.`]
      : []),
    ...(asked.refused > 0 ? [`Claims that no fact bore out were left out: ${asked.refused}.`] : []),
  ]
  return { ...written, factCount, refused: asked.refused, notices: [...cut, ...notices], use: asked.use, failure: null }
}

const hasNews = ({ isRoutine }: Topic) => !isRoutine
