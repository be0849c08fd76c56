import type { EventSource, FunnelStep, RefusalCode, RefusedSample } from '@quarterdeck/db'
import type { Comparison } from './two-proportions.ts'

export interface EventDto {
  id: string
  name: string
  visitId: string
  anonymousId: string | null
  userId: string | null
  step: string | null
  /** The sender's time, corrected for a wrong clock. */
  occurredAt: string
  receivedAt: string
  device: string | null
  country: string | null
  appVersion: string | null
  errorType: string | null
  errorMessage: string | null
  properties: Record<string, unknown> | null
  source: EventSource
}

interface RefusedBy {
  keyId: string
  /** Null once the key is gone. */
  keyName: string | null
  code: RefusalCode
}

export interface RefusedDto {
  groups: (RefusedBy & {
    /** Events; of `unreadable`, requests. */
    count: number
    lastAt: string | null
    /** What to do about it, as a sentence. */
    advice: string
  })[]
  /** Latest first: five of each hour, key and code at most. */
  samples: (RefusedBy & RefusedSample & { id: string })[]
}

export interface NameCount {
  name: string
  events: number
  visits: number
}

export interface StepCount {
  step: string
  events: number
  visits: number
}

export interface VolumeDto {
  bucketSeconds: number
  /** In the whole window: a visit that spans buckets counts once. */
  visits: number
  /** Without gaps: a bucket with nothing in it says 0. */
  items: { at: string; events: number; visits: number; errors: number }[]
}

export interface FunnelDto {
  id: string
  name: string
  description: string | null
  steps: FunnelStep[]
  windowHours: number
  source: 'manual' | 'suggested' | 'sample'
  createdAt: string
  updatedAt: string
}

export interface FunnelStepReport {
  name: string
  /** Visits that did this step after all the earlier ones, in order. */
  visits: number
  /** Percent, two decimals; null when there is nothing to divide by. */
  conversionFromFirst: number | null
  conversionFromPrevious: number | null
  /** Visits lost since the step before. */
  dropOff: number
  /** Half of the visits took less than this since the step before; null on the first step and without visits. */
  medianSeconds: number | null
}

export interface FunnelReport {
  steps: FunnelStepReport[]
  /** With a breakdown: the same by the value that the visit's first step had, most visits first, at most 12. */
  breakdown: { value: string; steps: FunnelStepReport[] }[] | null
}

export interface FunnelComparison {
  steps: (Comparison & { name: string })[]
}

export interface StepSeries {
  bucketSeconds: number
  /** `rate` in percent: of the visits that came to the step in this bucket, those that reached the last one. */
  items: { at: string; visits: number; completed: number; rate: number | null }[]
}
