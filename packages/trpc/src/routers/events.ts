import { keyScope } from '@quarterdeck/core/identity'
import type { Page } from '@quarterdeck/core/kernel'
import type { BatchResult } from '@quarterdeck/core/tracking'
import {
  admitBatch,
  type Batch,
  byFunnelStepInput,
  byTimeRangeInput,
  countByFunnelStep,
  type EventDto,
  eventNamesIn,
  eventsByFunnelStep,
  eventsByTimeRange,
  eventVolume,
  ingest,
  insertBatchInput,
  listEvents,
  listEventsInput,
  listRefused,
  type NameCount,
  type RefusedDto,
  recentInput,
  refusedInput,
  type StepCount,
  type VolumeDto,
  windowInput,
} from '@quarterdeck/core/tracking'
import { admin, machine, read, router } from '../procedures.ts'

const reads = ['events']

export const events = router({
  insertBatch: machine
    .meta({ counted: 'events' })
    .input(insertBatchInput)
    .mutation(async ({ ctx, input }): Promise<BatchResult> => {
      const scope = keyScope(ctx.key, 'ingest', ctx.origin)
      const batch: Batch = { spelling: 'events', ...input }
      await admitBatch(ctx.deps, scope, batch)
      return ingest(ctx.deps, scope, batch)
    }),
  list: read
    .meta({ reads: ['events', 'identities'] })
    .input(listEventsInput)
    .query(({ ctx, input }): Promise<Page<EventDto>> => listEvents(ctx.deps, ctx.scope, input)),
  byFunnelStep: read
    .meta({ reads })
    .input(byFunnelStepInput)
    .query(({ ctx, input }): Promise<Page<EventDto>> => eventsByFunnelStep(ctx.deps, ctx.scope, input)),
  byTimeRange: read
    .meta({ reads })
    .input(byTimeRangeInput)
    .query(({ ctx, input }): Promise<Page<EventDto>> => eventsByTimeRange(ctx.deps, ctx.scope, input)),
  countByFunnelStep: read
    .meta({ reads })
    .input(windowInput)
    .query(({ ctx, input }): Promise<StepCount[]> => countByFunnelStep(ctx.deps, ctx.scope, input)),
  names: read
    .meta({ reads })
    .input(recentInput)
    .query(({ ctx, input }): Promise<{ items: NameCount[] }> => eventNamesIn(ctx.deps, ctx.scope, input)),
  refused: admin
    .meta({ reads: ['api_keys', 'refused_events'] })
    .input(refusedInput)
    .query(({ ctx, input }): Promise<RefusedDto> => listRefused(ctx.deps, ctx.scope, input)),
  volume: read
    .meta({ reads })
    .input(windowInput)
    .query(({ ctx, input }): Promise<VolumeDto> => eventVolume(ctx.deps, ctx.scope, input)),
})
