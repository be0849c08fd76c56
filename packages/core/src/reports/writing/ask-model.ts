import type { Llm, LlmUse } from '../../kernel/index.ts'
import type { ReportKind } from '../model.ts'
import type { ReportSpan } from '../span.ts'
import { checkAnswer } from './check-claims.ts'
import { promptFor, toldTopics } from './prompt.ts'
import type { SectionForm } from './sections.ts'
import type { Draft } from './template-lists.ts'
import type { Topic } from './topics.ts'

/** Below this share of eligible facts a model is asked once more. */
export const enough = 0.95

export interface ModelWriting {
  drafts: Draft[]
  refused: number
  /** Why there are no claims. */
  failure: string | null
  /** What the model told of by itself, of the eligible facts it was given: 0 to 1. */
  coverage: number
  use: { model: string; inputTokens: number; outputTokens: number; cost: number | null }
}

/** What no claim cites yet. */
export const leftOut = (topics: readonly Topic[], drafts: readonly Draft[]): Topic[] => {
  const cited = new Set(drafts.flatMap(({ facts }) => facts.map(({ id }) => id)))
  return topics.filter(({ isRoutine, facts }) => !isRoutine && facts.some(({ id }) => !cited.has(id)))
}

function addUse(sum: ModelWriting['use'] | null, use: LlmUse): ModelWriting['use'] {
  const cost = use.costMicros === null ? null : use.costMicros / 1_000_000
  const known = sum ? sum.cost : 0
  return {
    model: use.model,
    inputTokens: (sum?.inputTokens ?? 0) + (use.promptTokens ?? 0),
    outputTokens: (sum?.outputTokens ?? 0) + (use.completionTokens ?? 0),
    cost: cost === null || known === null ? null : known + cost,
  }
}

/** Has a model write, and asks once more for what it left out or got wrong. Every claim of the result was checked. */
export async function askModel(
  llm: Llm,
  {
    kind,
    span,
    forms,
    topics,
  }: { kind: ReportKind; span: ReportSpan; forms: readonly SectionForm[]; topics: readonly Topic[] },
  onProgress: (share: number) => Promise<void>,
): Promise<ModelWriting> {
  const told = topics.slice(0, toldTopics).map((topic, index) => ({ n: index + 1, topic }))
  const numbered = new Map(told.map(({ n, topic }) => [n, topic]))
  const eligible = told.flatMap(({ topic }) => (topic.isRoutine ? [] : topic.facts)).length
  const share = (drafts: readonly Draft[]) => {
    const missing = new Set(
      leftOut(
        told.map(({ topic }) => topic),
        drafts,
      ),
    )
    const covered = told
      .filter(({ topic }) => !topic.isRoutine && !missing.has(topic))
      .flatMap(({ topic }) => topic.facts)
    return eligible === 0 ? 1 : covered.length / eligible
  }
  const period = { from: span.from.toISOString(), to: span.to.toISOString() }
  let drafts: Draft[] = []
  let refused = 0
  let failure: string | null = null
  let use: ModelWriting['use'] | null = null
  for (let attempt = 1; attempt <= 2; attempt++) {
    const missing = new Set(leftOut([...numbered.values()], drafts))
    const asked = drafts.length === 0 ? told : told.filter(({ topic }) => missing.has(topic))
    const answer = await llm.ask(
      promptFor({ kind, forms, ...period, topics: asked, written: drafts.map(({ text }) => text) }),
    )
    use = addUse(use, answer)
    const checked =
      answer.text === null
        ? { drafts: [], refused: 0, failure: answer.failure }
        : checkAnswer(answer.text, forms, numbered, drafts)
    drafts = [...drafts, ...checked.drafts]
    refused += checked.refused
    failure = drafts.length > 0 ? null : checked.failure
    await onProgress(attempt / 2)
    if (share(drafts) >= enough && drafts.length > 0) break
  }
  const nothing = { model: llm.model, inputTokens: 0, outputTokens: 0, cost: null }
  return { drafts, refused, failure, coverage: share(drafts), use: use ?? nothing }
}
