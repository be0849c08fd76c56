export { amendAudit } from './amend-audit.ts'
export { type AuditEntry, type AuditPlace, audit } from './audit.ts'
export { type AuditDto, type ListAuditInput, listAudit, listAuditInput } from './audit-list.ts'
export { addDays, daysBetween, localDay, startOfDay } from './calendar.ts'
export { type ChangeFeed, type ChangeMessage, openChangeFeed } from './change-feed.ts'
export { type Clock, systemClock } from './clock.ts'
export { nextNumber } from './counters.ts'
export { createDeltas, type Delta, type Deltas } from './deltas.ts'
export type { Deps } from './deps.ts'
export { emailJob, emailTries, type NewEmail, sendEmail, withoutSecrets } from './email.ts'
export { type EmailItem, type EmailPart, emailText } from './email-body.ts'
export { createEmbedder, dimensions, type Embedder, EmbeddingFailed, type EmbedOptions } from './embedder.ts'
export {
  conflict,
  DomainError,
  type ErrorKind,
  forbidden,
  type InputIssue,
  invalid,
  limitReached,
  notFound,
  tooLarge,
  unauthenticated,
  unavailable,
} from './errors.ts'
export { fileKind, largestFile } from './file-kind.ts'
export { type ById, byId, newId, newSecret, sha256 } from './ids.ts'
export {
  type GithubSettings,
  type Integrations,
  type JiraSettings,
  noIntegrations,
  type SlackSettings,
  type TwilioSettings,
} from './integrations.ts'
export { type JobFigures, listJobFigures } from './job-figures.ts'
export { type AnyJob, defineJob, type Job, type JobModule, type JobRunner, openJobs } from './job-runner.ts'
export type { EnqueueOptions, JobQueue, Jobs } from './jobs.ts'
export { beginningWith, containing } from './like.ts'
export { addressSubject, type LimitName, type Limits, limitNames, makeLimits, readLimits } from './limits.ts'
export type { Llm, LlmAnswer, LlmRequest } from './llm.ts'
export type { ChatAnswer, ChatMessage, ChatRequest, ChatTool, ToolCall } from './llm-chat.ts'
export type { LlmUse } from './llm-use.ts'
export { type Log, silentLog } from './log.ts'
export { type Mail, type Mailer, type MailFile, MailRefused } from './mailer.ts'
export { escapeHtml, hrefOf, inlineHtml } from './markup.ts'
export { createObjectStore, type ObjectStore, type StorageSettings } from './object-store.ts'
export { createOpenAi, type OpenAiOptions } from './openai.ts'
export { asTrouble, callJson, callOutside, type OutsideCall, Trouble } from './outside-call.ts'
export { type Keyset, type Page, pageInput, readCursor, toPage } from './paging.ts'
export { spendRate, takeShare } from './rate-lease.ts'
export { countUse, giveBack, type RateState, refusal, sweepRateLimits, takeRate } from './rate-limit.ts'
export type { RateRule } from './rate-rule.ts'
export { rateSweepJob } from './rate-sweep.ts'
export type { Actor, Origin, Scope } from './scope.ts'
export { checkSignature } from './signed-webhook.ts'
export { timeZoneInput } from './time-zone.ts'
export type { TokenClaims, TokenVerifier } from './token-verifier.ts'
export { countRefusal, type NewDelivery, takeDelivery, webhookQueue } from './webhook-inbox.ts'
export {
  getWebhook,
  listRefusals,
  listWebhooks,
  listWebhooksInput,
  type ReplayManyInput,
  replayMany,
  replayManyInput,
  replayWebhook,
  type WebhookDetailDto,
  type WebhookDto,
  type WebhookRefusalDto,
} from './webhook-list.ts'
export { createWebhookJobs, maxAttempts } from './webhook-runner.ts'
export {
  checkTimestamp,
  type Delivery,
  defineWebhook,
  inTurn,
  parseJson,
  type Verdict,
  type WebhookDefinition,
  type WebhookHandler,
  type WebhookHeaders,
  type WebhookRefusalReason,
  webhookRefusalReasons,
} from './webhook-source.ts'
export { openWhispers, type Whispers } from './whispers.ts'
export {
  days,
  earlier,
  hours,
  isOrdered,
  later,
  minutes,
  moment,
  moments,
  unordered,
  type Window,
  windowInput,
  windowShape,
} from './window.ts'
export { runWorkflow, type WorkflowRules, type WorkflowRun } from './workflow.ts'
export {
  cancelWorkflow,
  getWorkflow,
  type ListWorkflowsInput,
  listWorkflows,
  listWorkflowsInput,
  retryWorkflow,
  type WorkflowDetailDto,
  type WorkflowDto,
  type WorkflowStepDto,
} from './workflow-list.ts'
export { requestWorkflow, type WorkflowRequest } from './workflow-request.ts'
export { workflowSweepJob } from './workflow-sweep.ts'
