import { Webhook } from 'standardwebhooks'
import { callOutside } from '../../kernel/index.ts'
import type { Said, Saying } from './saying.ts'

interface WebhookTarget {
  url: string
  secret: string
}

/**
 * Tells a program of every change of state, signed by Standard Webhooks. `webhook-id` is the same in every try of one
 * message, so that a receiver can leave out what it has.
 */
export async function sayToWebhook(
  target: WebhookTarget,
  { facts, notice, asked, now, patience, signal }: Saying,
): Promise<Said> {
  // Whose the issue is concerns nobody outside.
  const { assignee: _, nextStatuses: __, ...issue } = facts.issue
  const type = notice.told === null ? 'issue.opened' : 'issue.changed'
  const body = JSON.stringify({ type, timestamp: issue.lastSeenAt, data: { ...issue, url: facts.url } })
  await postToWebhook(target, { id: `issue_${issue.id}_${asked}`, body, now, patience, signal })
  return { isNew: notice.told === null }
}

interface Post extends Pick<Saying, 'now' | 'patience' | 'signal'> {
  id: string
  body: string
}

/** Signs and sends one message. @throws Trouble */
export async function postToWebhook(
  { url, secret }: WebhookTarget,
  { id, body, now, patience, signal }: Post,
): Promise<void> {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
  await callOutside({ service: 'The outgoing webhook', url, method: 'POST', headers, body, patience, signal })
}
