import {
  cancelSync,
  getSyncStatus,
  listBatches,
  listBatchesInput,
  listJobs,
  listJobsInput,
  type SyncBatchDto,
  type SyncJobDto,
  type SyncStatusDto,
  syncStatusInput,
} from '@quarterdeck/core/activity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

const reads = ['sync_batches', 'sync_jobs', 'installations']

export const sync = router({
  batches: read
    .meta({ reads: [...reads, 'people'] })
    .input(listBatchesInput)
    .query(({ ctx, input }): Promise<Page<SyncBatchDto>> => listBatches(ctx.deps, ctx.scope, input)),
  jobs: read
    .meta({ reads: ['sync_jobs', 'repositories'] })
    .input(listJobsInput)
    .query(({ ctx, input }): Promise<Page<SyncJobDto>> => listJobs(ctx.deps, ctx.scope, input)),
  status: read
    .meta({ reads: [...reads, 'repositories'] })
    .input(syncStatusInput)
    .query(({ ctx, input }): Promise<SyncStatusDto> => getSyncStatus(ctx.deps, ctx.scope, input)),
  cancel: write.input(byId).mutation(({ ctx, input }): Promise<SyncBatchDto> => cancelSync(ctx.deps, ctx.scope, input)),
})
