import type { Deps, Integrations } from '../../kernel/index.ts'

/** A program outside that issues are handed to or hear from, or that customers are spoken with through. */
export interface IntegrationDto {
  name:
    | 'jira'
    | 'github'
    | 'githubWebhook'
    | 'slack'
    | 'email'
    | 'webhook'
    | 'twilio'
    | 'inboundEmail'
    | 'model'
    | 'clerkSignIn'
    | 'clerk'
    | 'stripe'
  isSetUp: boolean
  /** What is set up, without its secrets; null when nothing is. */
  detail: string | null
  /** Settings that turn it on, as alternatives: all of one are needed. */
  variables: string[][]
  /** Whether a test message can be sent there. */
  canTest: boolean
}

const hostOf = (url: string) => new URL(url).host

const githubDetail = ({ github }: Integrations) =>
  github && `${'token' in github.auth ? 'By a token' : `As app ${github.auth.appId}`} at ${hostOf(github.apiUrl)}`

const slackDetail = ({ slack }: Integrations) =>
  slack && ('webhookUrl' in slack ? 'By an incoming webhook' : `As a bot in channel ${slack.channel}`)

function twilioDetail({ twilio }: Integrations): string | null {
  if (!twilio) return null
  const { from, whatsappFrom } = twilio
  return [from && `SMS from ${from}`, whatsappFrom && `WhatsApp from ${whatsappFrom}`].filter(Boolean).join(', ')
}

function emailDetail({ mailer, integrations }: Deps): string | null {
  if (!integrations.staffEmail) return null
  return mailer ? 'To owners, admins and agents' : 'Messages wait in the outbox: no mail server is set up'
}

const program = (
  name: IntegrationDto['name'],
  detail: string | null,
  variables: string[][],
  canTest = false,
): IntegrationDto => ({ name, isSetUp: detail !== null, detail, variables, canTest: canTest && detail !== null })

/** What issues can be handed to here, and which settings turn on the rest. */
export function listIntegrations(deps: Deps): { items: IntegrationDto[] } {
  const { integrations, webhookSecrets, llm, providerTokens } = deps
  const { jira, notifyWebhook } = integrations
  return {
    items: [
      program('jira', jira && `Project ${jira.project} at ${hostOf(jira.baseUrl)}`, [
        ['JIRA_BASE_URL', 'JIRA_EMAIL', 'JIRA_API_TOKEN', 'JIRA_PROJECT'],
      ]),
      program('github', githubDetail(integrations), [['GITHUB_TOKEN'], ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY']]),
      program('githubWebhook', webhookSecrets.github?.length ? 'Merges arrive at /webhooks/github' : null, [
        ['GITHUB_WEBHOOK_SECRET'],
      ]),
      program('slack', slackDetail(integrations), [['SLACK_BOT_TOKEN', 'SLACK_CHANNEL'], ['SLACK_WEBHOOK_URL']], true),
      program('email', emailDetail(deps), [['NOTIFY_EMAIL', 'SMTP_URL']], true),
      program(
        'webhook',
        notifyWebhook && `To ${hostOf(notifyWebhook.url)}`,
        [['NOTIFY_WEBHOOK_URL', 'NOTIFY_WEBHOOK_SECRET']],
        true,
      ),
      program('twilio', twilioDetail(integrations), [
        ['TWILIO_AUTH_TOKEN', 'TWILIO_ACCOUNT_SID', 'TWILIO_FROM'],
        ['TWILIO_AUTH_TOKEN', 'TWILIO_ACCOUNT_SID', 'TWILIO_WHATSAPP_FROM'],
      ]),
      program('inboundEmail', webhookSecrets.email?.length ? 'E-mail arrives at /webhooks/email' : null, [
        ['EMAIL_INBOUND_SECRET'],
      ]),
      program('clerkSignIn', providerTokens ? 'Its session tokens are taken here' : null, [['CLERK_ISSUER']]),
      program('clerk', webhookSecrets.clerk?.length ? 'Users and billing arrive at /webhooks/clerk' : null, [
        ['CLERK_WEBHOOK_SECRET'],
      ]),
      program(
        'stripe',
        webhookSecrets.stripe?.length ? 'Payments and subscriptions arrive at /webhooks/stripe' : null,
        [['STRIPE_WEBHOOK_SECRET']],
      ),
      program('model', llm?.model ?? null, [['OPENAI_API_KEY']]),
    ],
  }
}
