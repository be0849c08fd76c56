import { createPrivateKey } from 'node:crypto'
import { type GithubSettings, type Integrations, noIntegrations, type SlackSettings } from '@quarterdeck/core/kernel'
import { z } from 'zod'
import { address, missingOf, optional, secrets, word } from './env-kinds.ts'

/** Settings files hold a key on one line, with `\\n` for its line ends; or in base64. */
function readKey(text: string): string | null {
  const pem = text.includes('-----') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8')
  try {
    createPrivateKey(pem)
    return pem
  } catch {
    return null
  }
}

const privateKey = z.string().transform((text, context) => {
  const pem = readKey(text)
  if (!pem) context.addIssue({ code: 'custom', message: 'must be a private key in PEM, or that in base64' })
  return pem ?? ''
})

export const integrationShape = {
  JIRA_BASE_URL: address,
  JIRA_EMAIL: optional(z.email({ error: 'must be an e-mail address' })),
  JIRA_API_TOKEN: word('must be an API token of Jira'),
  JIRA_PROJECT: optional(
    z.string().regex(/^[A-Z][A-Z0-9_]{1,30}$/, { error: 'must be the key of a project, such as OPS' }),
  ),
  JIRA_ISSUE_TYPE: optional(z.string().max(100)),
  GITHUB_TOKEN: word('must be a token of GitHub'),
  GITHUB_APP_ID: optional(z.string().regex(/^\d+$/, { error: 'must be a number' })),
  GITHUB_APP_PRIVATE_KEY: optional(privateKey),
  GITHUB_API_URL: address,
  GITHUB_WEBHOOK_SECRET: secrets(/^[!-+\--~]{8,}$/, 'must have at least 8 characters, ASCII without spaces'),
  SLACK_WEBHOOK_URL: address,
  SLACK_BOT_TOKEN: word('must be a bot token of Slack, such as xoxb-…'),
  SLACK_CHANNEL: optional(
    z.string().regex(/^[CDG][A-Z0-9]{5,}$/, { error: 'must be the id of a channel, such as C0123456789' }),
  ),
  SLACK_API_URL: address,
  NOTIFY_EMAIL: optional(z.enum(['0', '1'], { error: 'must be 0 or 1' })),
  NOTIFY_WEBHOOK_URL: address,
  NOTIFY_WEBHOOK_SECRET: optional(
    z.string().regex(/^(whsec_)?(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
      error: 'must be base64, with or without whsec_ before it',
    }),
  ),
}

const settings = z.object(integrationShape)
type Settings = z.infer<typeof settings>

/** Settings that mean something only together. */
const together: readonly (readonly (keyof Settings)[])[] = [
  ['JIRA_BASE_URL', 'JIRA_EMAIL', 'JIRA_API_TOKEN', 'JIRA_PROJECT'],
  ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY'],
  ['SLACK_BOT_TOKEN', 'SLACK_CHANNEL'],
  ['NOTIFY_WEBHOOK_URL', 'NOTIFY_WEBHOOK_SECRET'],
]
const either: readonly (readonly [keyof Settings, keyof Settings])[] = [
  ['GITHUB_TOKEN', 'GITHUB_APP_ID'],
  ['SLACK_WEBHOOK_URL', 'SLACK_BOT_TOKEN'],
]

export function integrationMistakes(data: Partial<Record<keyof Settings, unknown>>): string[] {
  const halves = together.flatMap(names => missingOf(data, names))
  const both = either.filter(names => names.every(name => data[name]))
  return [...halves, ...both.map(([one, other]) => `${one} and ${other} exclude each other: set one`)]
}

function githubOf(data: Settings): GithubSettings | null {
  const apiUrl = data.GITHUB_API_URL ?? 'https://api.github.com'
  if (data.GITHUB_TOKEN) return { apiUrl, auth: { token: data.GITHUB_TOKEN } }
  const { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: key } = data
  return appId && key ? { apiUrl, auth: { appId, privateKey: key } } : null
}

function slackOf(data: Settings): SlackSettings | null {
  if (data.SLACK_WEBHOOK_URL) return { webhookUrl: data.SLACK_WEBHOOK_URL }
  const { SLACK_BOT_TOKEN: botToken, SLACK_CHANNEL: channel } = data
  return botToken && channel ? { apiUrl: data.SLACK_API_URL ?? 'https://slack.com/api', botToken, channel } : null
}

/** @param data without mistakes. */
export function readIntegrations(data: Settings): Integrations {
  const { JIRA_BASE_URL: baseUrl, JIRA_EMAIL: email, JIRA_API_TOKEN: apiToken, JIRA_PROJECT: project } = data
  const { NOTIFY_WEBHOOK_URL: url, NOTIFY_WEBHOOK_SECRET: secret } = data
  const issueType = data.JIRA_ISSUE_TYPE ?? 'Bug'
  return {
    ...noIntegrations,
    jira: baseUrl && email && apiToken && project ? { baseUrl, email, apiToken, project, issueType } : null,
    github: githubOf(data),
    slack: slackOf(data),
    staffEmail: data.NOTIFY_EMAIL === '1',
    notifyWebhook: url && secret ? { url, secret } : null,
  }
}
