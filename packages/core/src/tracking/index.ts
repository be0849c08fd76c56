export type { BatchResult } from '@quarterdeck/sdk'
export { type EventWriter, eventWriter } from './event-writer.ts'
export {
  compareFunnel,
  createFunnel,
  getFunnel,
  getReport,
  getSeries,
  listFunnels,
  removeFunnel,
  updateFunnel,
} from './funnels.ts'
export { admitBatch, type Batch, type IngestOptions, ingest, maxEvents, readBatch } from './ingest.ts'
export {
  breakdowns,
  byFunnelStepInput,
  byTimeRangeInput,
  type CreateFunnelInput,
  compareInput,
  createFunnelInput,
  insertBatchInput,
  listEventsInput,
  listFunnelsInput,
  recentInput,
  refusedInput,
  reportInput,
  seriesInput,
  updateFunnelInput,
  windowInput,
} from './inputs.ts'
export type * from './model.ts'
export { trackingPersonSource } from './person-data.ts'
export {
  countByFunnelStep,
  eventNamesIn,
  eventsByFunnelStep,
  eventsByTimeRange,
  eventVolume,
  listEvents,
} from './queries.ts'
export { listRefused } from './refusal-list.ts'
export { countUnreadable, pruneRefused } from './refusals.ts'
export { recordEvent, type ServerEvent } from './server-event.ts'
export { bucketMinutes, bucketSteps, type StepBuckets } from './step-buckets.ts'
export type { FunnelShape } from './step-events.ts'
export { analyse, analyseInHalves } from './step-events.ts'
export { measureSteps, type StepMetrics } from './step-metrics.ts'
export { type SegmentCount, segmentSteps } from './step-segments.ts'
export type { Reached } from './step-visits.ts'
export { stepsUntil } from './steps-until.ts'
export {
  type Comparison,
  compareRates,
  type DropThresholds,
  defaultThresholds,
  type Proportion,
  pooledZ,
  type Rated,
  rated,
  round2,
  severityOf,
  twoSidedP,
} from './two-proportions.ts'
export {
  type Clues,
  type ClueWindows,
  cluesAt,
  type FailedVisit,
  failedVisitsAt,
  type Judgement,
} from './visit-clues.ts'
export { type Difference, differenceOf, type Share, shareOf, wilson, wilsonCount } from './wilson.ts'
