import { githubWebhook } from './activity/index.ts'
import { clerkWebhook, stripeWebhook } from './billing/index.ts'
import { systemScope } from './identity/index.ts'
import { loadPullHandler } from './issues/index.ts'
import { createWebhookJobs, type WebhookDefinition, type WebhookHandler } from './kernel/index.ts'
import { emailWebhook, twilioWebhook } from './support/index.ts'

/** A pull request is a fact of the repository, and may be the repair of an issue. */
async function loadGithubHandler(): Promise<WebhookHandler> {
  const [facts, pulls] = await Promise.all([githubWebhook.load(), loadPullHandler()])
  const handleAll: NonNullable<WebhookHandler['handleAll']> = async (tx, deps, scope, deliveries) => {
    const kept = await facts.handleAll?.(tx, deps, scope, deliveries)
    const applied = await pulls.handleAll?.(tx, deps, scope, deliveries)
    return deliveries.map((_, index) => (applied?.[index] === 'done' ? 'done' : (kept?.[index] ?? 'ignored')))
  }
  const handle: WebhookHandler['handle'] = async (tx, deps, scope, delivery) =>
    (await handleAll(tx, deps, scope, [delivery]))[0] ?? 'ignored'
  return { handle, handleAll }
}

/** Every program that may send us deliveries. */
export const webhookDefinitions: readonly WebhookDefinition[] = [
  clerkWebhook,
  stripeWebhook,
  { ...githubWebhook, load: loadGithubHandler },
  twilioWebhook,
  emailWebhook,
]

export const webhookJobs = createWebhookJobs(webhookDefinitions, workspaceId => systemScope(workspaceId, 'webhooks'))
