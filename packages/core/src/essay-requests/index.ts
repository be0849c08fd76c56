export { getChanges } from './changes.ts'
export { createEssayRequest } from './create.ts'
export { readDocument } from './document.ts'
export { getEssayVersion, listEssayVersions, saveDraft } from './drafts.ts'
export { previewFinish } from './finish-preview.ts'
export { listHistory } from './history.ts'
export {
  assignEssayInput,
  cancelEssayInput,
  createEssayRequestInput,
  finishInput,
  listEssayRequestsInput,
  myEssayRequestsInput,
  quoteInput,
  ratesInput,
  reopenEssayInput,
  requestRevisionInput,
  saveDraftInput,
  shareInput,
  versionInput,
  viewSharedInput,
} from './inputs.ts'
export { draftSweepJob } from './jobs.ts'
export { assignEssay, cancelEssay, finishEssay, reopenEssay } from './lifecycle.ts'
export type * from './model.ts'
export { essayRequestsPersonSource } from './person-data.ts'
export { essayStats, getEssayRequest, listEssayRequests, myEssayRequests } from './queries.ts'
export { getRates, quote, setRates } from './rates.ts'
export { requestRevision } from './revision.ts'
export { listShares, revokeShare, shareEssay, viewShared } from './shares.ts'
