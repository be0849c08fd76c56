import { clerkWebhook, stripeWebhook } from './billing/index.ts'
import { systemScope } from './identity/index.ts'
import { githubWebhook } from './issues/index.ts'
import { createWebhookJobs, type WebhookDefinition } from './kernel/index.ts'
import { emailWebhook, twilioWebhook } from './support/index.ts'

/** Every program that may send us deliveries. */
export const webhookDefinitions: readonly WebhookDefinition[] = [
  clerkWebhook,
  stripeWebhook,
  githubWebhook,
  twilioWebhook,
  emailWebhook,
]

export const webhookJobs = createWebhookJobs(webhookDefinitions, workspaceId => systemScope(workspaceId, 'webhooks'))
