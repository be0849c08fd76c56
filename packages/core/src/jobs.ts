import {
  catchUpJob,
  embedFactsJob,
  embedFactsSweepJob,
  installationsJob,
  linkActorsJob,
  redeliverJob,
  syncJob,
  syncPruneJob,
  syncSweepJob,
} from './activity/index.ts'
import { linkPayersJob } from './billing/index.ts'
import { answerJob } from './companion/index.ts'
import { usageSweepJob } from './dashboards/index.ts'
import { draftSweepJob } from './essay-requests/index.ts'
import { passwordResetJob, signInSweepJob } from './identity/index.ts'
import {
  detectJob,
  diagnoseJob,
  handoverDueJob,
  handoverJob,
  handoverSweepJob,
  measureJob,
  proposeJob,
} from './issues/index.ts'
import { type AnyJob, emailJob, rateSweepJob, workflowSweepJob } from './kernel/index.ts'
import { embedJob, embedSweepJob, reindexJob } from './knowledge/index.ts'
import { maintenanceJob } from './operations/index.ts'
import { reportJob, reportRunSweepJob, reportRunsJob, reportSweepJob, scheduleJob } from './reports/index.ts'
import {
  deliverJob,
  mediaJob,
  orphansJob,
  replyJob,
  slackNoticeJob,
  supportSweepJob,
  unreadAnswersJob,
} from './support/index.ts'
import { webhookJobs } from './webhooks.ts'

/** Every job of the product. */
export const jobs: readonly AnyJob[] = [
  linkActorsJob,
  detectJob,
  handoverJob,
  handoverDueJob,
  handoverSweepJob,
  proposeJob,
  diagnoseJob,
  measureJob,
  emailJob,
  rateSweepJob,
  workflowSweepJob,
  passwordResetJob,
  signInSweepJob,
  linkPayersJob,
  reindexJob,
  embedJob,
  embedSweepJob,
  embedFactsJob,
  embedFactsSweepJob,
  replyJob,
  answerJob,
  slackNoticeJob,
  deliverJob,
  mediaJob,
  supportSweepJob,
  unreadAnswersJob,
  usageSweepJob,
  draftSweepJob,
  orphansJob,
  maintenanceJob,
  syncJob,
  syncPruneJob,
  syncSweepJob,
  catchUpJob,
  installationsJob,
  redeliverJob,
  reportJob,
  reportSweepJob,
  scheduleJob,
  reportRunsJob,
  reportRunSweepJob,
  ...webhookJobs,
]
