import { people } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { audit, conflict, type Deps, newId, type Scope, sendEmail, Trouble, takeRate } from '../../kernel/index.ts'
import type { SendTestInput } from './inputs.ts'
import { postToWebhook } from './notify-webhook.ts'
import { testSlack } from './slack.ts'

const words = 'A test message of Quarterdeck: it reaches you.'

/** Says something in a channel, so that whoever set it up sees whether it arrives. @throws Trouble */
async function say(deps: Deps, scope: Scope, { to }: SendTestInput): Promise<string> {
  const { slack, notifyWebhook, patience } = deps.integrations
  const limits = { patience, signal: AbortSignal.timeout(2 * patience) }
  if (to === 'slack') {
    if (!slack) throw conflict('Slack is not set up here')
    await testSlack(slack, words, limits)
    return 'Slack took it'
  }
  if (to === 'webhook') {
    if (!notifyWebhook) throw conflict('The outgoing webhook is not set up here')
    const now = deps.clock.now()
    const body = JSON.stringify({ type: 'test', timestamp: now.toISOString(), data: { message: words } })
    await postToWebhook(notifyWebhook, { id: `test_${newId()}`, body, now, ...limits })
    return 'The program took it'
  }
  return mail(deps, scope)
}

async function mail(deps: Deps, { workspaceId, actor }: Scope): Promise<string> {
  const [person] =
    actor.kind === 'person'
      ? await deps.db.select({ email: people.email }).from(people).where(eq(people.id, actor.id))
      : []
  const email = person?.email
  if (!email) throw conflict('Your account has no e-mail address')
  await deps.db.transaction(tx =>
    sendEmail(tx, deps, {
      ...{ workspaceId, to: email, subject: 'A test of Quarterdeck', body: [{ kind: 'words', text: words }] },
    }),
  )
  return deps.mailer ? `On its way to ${email}` : 'It waits in the outbox: no mail server is set up'
}

/**
 * Sends a test message, while the caller waits: an answer that comes later would help nobody.
 * @returns what became of it.
 * @throws DomainError `conflict` when the channel is not set up, or with what it answered.
 */
export async function sendTestMessage(deps: Deps, scope: Scope, input: SendTestInput): Promise<{ result: string }> {
  const { actor } = scope
  if (actor.kind !== 'system') await takeRate(deps, deps.limits.messages, `${actor.kind}:${actor.id}`)
  try {
    const result = await say(deps, scope, input)
    await audit(deps.db, scope, {
      ...{ action: 'issues.sendTestMessage', entity: 'workspace', after: { to: input.to, result } },
    })
    return { result }
  } catch (error) {
    if (error instanceof Trouble) throw conflict(error.message)
    throw error
  }
}
