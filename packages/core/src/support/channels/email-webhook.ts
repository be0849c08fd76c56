import { checkSignature, defineWebhook, sha256, type Verdict, type WebhookHeaders } from '../../kernel/index.ts'
import { messageIdOf, readEmail } from './email.ts'

/** 10 MB of attachments in base64, and what stands around them. */
const maxBody = 16 * 1_048_576

/** The same mail, however often and in whichever delivery it comes, has the same `Message-ID`. */
export function verifyEmail(body: Buffer, headers: WebhookHeaders, secrets: readonly string[], now: Date): Verdict {
  const prefix = headers['svix-id'] ? 'svix' : 'webhook'
  const checked = checkSignature(body, headers, prefix, secrets, now)
  if ('refused' in checked) return checked
  const email = readEmail(body)
  if (!email) return { refused: 'malformed' }
  const id = messageIdOf(email)
  return { deliveryId: id ? `message-id:${sha256(id)}` : checked.id, eventType: 'email.received' }
}

/** E-mail to support, as a provider or a mail server's own program hands it on. */
export const emailWebhook = defineWebhook({
  source: 'email',
  setting: 'EMAIL_INBOUND_SECRET',
  contentTypes: ['application/json'],
  maxBody,
  verify: verifyEmail,
  load: () => import('./apply-email.ts'),
})
