import { z } from 'zod'

const share = z.object({
  count: z.number(),
  of: z.number(),
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

export const factKinds = ['drop', 'error', 'last_event', 'repeat', 'segment', 'release'] as const

const fact = z.object({
  /** `e1`, `e2` …: what claims cite. */
  id: z.string(),
  kind: z.enum(factKinds),
  /** What it is about, such as `mobile` or the text of an error. Written by whoever sends events. */
  label: z.string(),
  /** For segments: device, country or app version. */
  dimension: z.enum(['device', 'country', 'appVersion']).nullable(),
  /** The whole fact in a sentence. */
  text: z.string(),
  /** Segments and the drop: visits that reached the last step. Others: failed visits of which this is true. */
  now: share.nullable(),
  usual: share.nullable(),
  /** Whether the 95 % interval of the difference leaves out zero, on the bad side. */
  stands: z.boolean(),
})
/** Something that events say about an issue. */
export type EvidenceFact = z.infer<typeof fact>

export const factList = z.array(fact)

export interface EvidenceDto {
  facts: EvidenceFact[]
  /** Null when the funnel is gone: its events cannot be told apart any more. */
  windows: { current: { from: string; to: string }; baseline: { from: string; to: string } } | null
}
