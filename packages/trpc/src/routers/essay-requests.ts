import {
  assignEssay,
  assignEssayInput,
  type CreatedEssayShareDto,
  cancelEssay,
  cancelEssayInput,
  createEssayRequest,
  createEssayRequestInput,
  type EssayChanges,
  type EssayHistoryDto,
  type EssayRatesDto,
  type EssayRequestDetailDto,
  type EssayRequestDto,
  type EssayShareDto,
  type EssayStatsDto,
  type EssayVersionDetailDto,
  type EssayVersionDto,
  essayStats,
  type FinishPreviewDto,
  finishEssay,
  finishInput,
  getChanges,
  getEssayRequest,
  getEssayVersion,
  getRates,
  listEssayRequests,
  listEssayRequestsInput,
  listEssayVersions,
  listHistory,
  listShares,
  myEssayRequests,
  myEssayRequestsInput,
  previewFinish,
  type QuoteDto,
  quote,
  quoteInput,
  ratesInput,
  reopenEssay,
  reopenEssayInput,
  requestRevision,
  requestRevisionInput,
  revokeShare,
  type SharedEssayDto,
  saveDraft,
  saveDraftInput,
  setRates,
  shareEssay,
  shareInput,
  versionInput,
  viewShared,
  viewSharedInput,
} from '@quarterdeck/core/essay-requests'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { admin, open, read, router, signedIn, signedInOrKey, write } from '../procedures.ts'

const reads = ['essay_requests', 'people']

export const essayRequests = router({
  create: signedInOrKey('write')
    .input(createEssayRequestInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => createEssayRequest(ctx.deps, ctx.scope, input)),
  quote: signedInOrKey('read')
    .meta({ reads: ['workspaces'] })
    .input(quoteInput)
    .query(({ ctx, input }): Promise<QuoteDto> => quote(ctx.deps, ctx.scope, input)),
  rates: signedInOrKey('read')
    .meta({ reads: ['workspaces'] })
    .query(({ ctx }): Promise<EssayRatesDto> => getRates(ctx.deps, ctx.scope)),
  setRates: admin
    .input(ratesInput)
    .mutation(({ ctx, input }): Promise<EssayRatesDto> => setRates(ctx.deps, ctx.scope, input)),
  get: signedInOrKey('read')
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<EssayRequestDetailDto> => getEssayRequest(ctx.deps, ctx.scope, input)),
  mine: signedIn
    .meta({ reads })
    .input(myEssayRequestsInput)
    .query(({ ctx, input }): Promise<Page<EssayRequestDto>> => myEssayRequests(ctx.deps, ctx.scope, input)),
  list: read
    .meta({ reads })
    .input(listEssayRequestsInput)
    .query(({ ctx, input }): Promise<Page<EssayRequestDto>> => listEssayRequests(ctx.deps, ctx.scope, input)),
  stats: read
    .meta({ reads: ['essay_requests'] })
    .query(({ ctx }): Promise<EssayStatsDto> => essayStats(ctx.deps, ctx.scope)),
  history: signedInOrKey('read')
    .meta({ reads: ['essay_requests', 'essay_request_history'] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: EssayHistoryDto[] }> => listHistory(ctx.deps, ctx.scope, input)),
  saveDraft: write
    .input(saveDraftInput)
    .mutation(({ ctx, input }): Promise<EssayVersionDetailDto> => saveDraft(ctx.deps, ctx.scope, input)),
  versions: read
    .meta({ reads: ['essay_drafts', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: EssayVersionDto[] }> => listEssayVersions(ctx.deps, ctx.scope, input)),
  version: read
    .meta({ reads: ['essay_drafts', 'people'] })
    .input(versionInput)
    .query(({ ctx, input }): Promise<EssayVersionDetailDto> => getEssayVersion(ctx.deps, ctx.scope, input)),
  changes: signedInOrKey('read')
    .meta({ reads: ['essay_requests'] })
    .input(byId)
    .query(({ ctx, input }): Promise<EssayChanges> => getChanges(ctx.deps, ctx.scope, input)),
  assign: write
    .input(assignEssayInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => assignEssay(ctx.deps, ctx.scope, input)),
  requestRevision: signedInOrKey('write')
    .input(requestRevisionInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => requestRevision(ctx.deps, ctx.scope, input)),
  finish: write
    .input(finishInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => finishEssay(ctx.deps, ctx.scope, input)),
  previewFinish: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<FinishPreviewDto> => previewFinish(ctx.deps, ctx.scope, input)),
  cancel: signedInOrKey('write')
    .input(cancelEssayInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => cancelEssay(ctx.deps, ctx.scope, input)),
  reopen: write
    .input(reopenEssayInput)
    .mutation(({ ctx, input }): Promise<EssayRequestDetailDto> => reopenEssay(ctx.deps, ctx.scope, input)),
  share: write
    .input(shareInput)
    .mutation(({ ctx, input }): Promise<CreatedEssayShareDto> => shareEssay(ctx.deps, ctx.scope, input)),
  shares: read
    .meta({ reads: ['essay_shares', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: EssayShareDto[] }> => listShares(ctx.deps, ctx.scope, input)),
  revokeShare: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<EssayShareDto> => revokeShare(ctx.deps, ctx.scope, input)),
  /** For whoever has the link; nobody needs an account. */
  viewShared: open
    .meta({ reads: ['essay_requests', 'essay_shares'] })
    .input(viewSharedInput)
    .query(({ ctx, input }): Promise<SharedEssayDto> => viewShared(ctx.deps, ctx.origin, input)),
})
