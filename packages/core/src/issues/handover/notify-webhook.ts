import { Webhook } from 'standardwebhooks'
import { callOutside } from '../../kernel/index.ts'
import type { Said, Saying } from './saying.ts'

/**
 * Tells a program of every change of state, signed by Standard Webhooks. `webhook-id` is the same in every try of one
 * message, so that a receiver can leave out what it has.
 */
export async function sayToWebhook(
  { url, secret }: { url: string; secret: string },
  { facts, notice, asked, now, patience, signal }: Saying,
): Promise<Said> {
  // Whose the issue is concerns nobody outside.
  const { assignee: _, nextStatuses: __, ...issue } = facts.issue
  const type = notice.told === null ? 'issue.opened' : 'issue.changed'
  const body = JSON.stringify({ type, timestamp: issue.lastSeenAt, data: { ...issue, url: facts.url } })
  const id = `issue_${issue.id}_${asked}`
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
  await callOutside({ service: 'The outgoing webhook', url, method: 'POST', headers, body, patience, signal })
  return { isNew: notice.told === null }
}
