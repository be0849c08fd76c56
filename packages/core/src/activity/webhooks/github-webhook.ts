import { verify } from '@octokit/webhooks-methods'
import { defineWebhook, parseJson, type Verdict, type WebhookHeaders } from '../../kernel/index.ts'

const isGenuine = async (secret: string, text: string, signature: string): Promise<boolean> => {
  try {
    return await verify(secret, text, signature)
  } catch {
    return false
  }
}

/** Checks `X-Hub-Signature-256`: HMAC-SHA256 of the body (https://docs.github.com/en/webhooks). It signs no time. */
export async function verifyGithub(
  body: Buffer,
  headers: WebhookHeaders,
  secrets: readonly string[],
): Promise<Verdict> {
  const signature = headers['x-hub-signature-256']
  const deliveryId = headers['x-github-delivery']
  const eventType = headers['x-github-event']
  if (!signature || !deliveryId || !eventType) return { refused: 'missing_header' }
  if (body.length === 0) return { refused: 'malformed' }
  const text = body.toString('utf8')
  const verdicts = await Promise.all(secrets.map(secret => isGenuine(secret, text, signature)))
  if (!verdicts.includes(true)) return { refused: 'bad_signature' }
  try {
    parseJson(body)
  } catch {
    return { refused: 'malformed' }
  }
  return { deliveryId: deliveryId.slice(0, 200), eventType: eventType.slice(0, 200) }
}

/** Everything that GitHub tells an app: https://docs.github.com/en/webhooks/webhook-events-and-payloads. */
export const githubWebhook = defineWebhook({
  source: 'github',
  setting: 'GITHUB_WEBHOOK_SECRET',
  contentTypes: ['application/json'],
  // GitHub sends up to 25 MB: pushes of many commits.
  maxBody: 25 * 1024 * 1024,
  verify: verifyGithub,
  load: () => import('./apply.ts'),
})
