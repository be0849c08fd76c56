import { z } from 'zod'

export interface Claim {
  text: string
  /** Ids of the facts that it rests on: keys of the diagnosis's evidence. */
  evidence: string[]
}

/** What explains an issue, whoever wrote it. */
export interface Explanation {
  rootCause: string
  explanation: string
  claims: Claim[]
  actions: string[]
  /** 0 to 100, the model's own word. */
  confidence: number | null
}

/** What a model is asked to answer. Without limits, which not every server of structured outputs knows: they are below. */
export const answerForm = z.strictObject({
  root_cause: z.string(),
  explanation: z.string(),
  confidence: z.number(),
  claims: z.array(z.strictObject({ text: z.string(), evidence: z.array(z.string()) })),
  actions: z.array(z.string()),
})

/** What is kept of an answer, at most. */
const limits = { text: 2_000, claims: 12, cited: 12, actions: 8 }

const clean = (text: string) => text.trim().slice(0, limits.text)

/** A model's answer against the facts it was given; `refused` counts claims that cite what is not there, or nothing. */
export type CheckedAnswer =
  | { explanation: Explanation; refused: number; failure: null }
  | { explanation: null; refused: number; failure: string }

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Takes only what the evidence carries: a claim falls with the first id that does not exist, an answer with its last claim. */
export function checkAnswer(text: string, known: ReadonlySet<string>): CheckedAnswer {
  const { data } = answerForm.safeParse(read(text))
  const failed = (failure: string, refused = 0) => ({ explanation: null, refused, failure })
  if (!data) return failed('The model’s answer was not in the form that was asked for')
  const claims = data.claims
    .map(claim => ({ text: clean(claim.text), evidence: [...new Set(claim.evidence)] }))
    .filter(({ text, evidence }) => text !== '' && evidence.length > 0 && evidence.every(id => known.has(id)))
  const refused = data.claims.length - claims.length
  const rootCause = clean(data.root_cause)
  if (rootCause === '') return failed('The model named no cause', refused)
  if (claims.length === 0) return failed('No claim of the model rests on evidence that exists', refused)
  const isShare = Number.isFinite(data.confidence) && data.confidence >= 0 && data.confidence <= 100
  return {
    failure: null,
    refused,
    explanation: {
      rootCause,
      explanation: clean(data.explanation),
      claims: claims
        .slice(0, limits.claims)
        .map(claim => ({ ...claim, evidence: claim.evidence.slice(0, limits.cited) })),
      actions: data.actions.map(clean).filter(Boolean).slice(0, limits.actions),
      confidence: isShare ? Math.round(data.confidence) : null,
    },
  }
}
