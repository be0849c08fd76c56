import { createHmac, randomUUID } from 'node:crypto'
import {
  answering,
  openGithubServer,
  openJiraServer,
  openSlackServer,
  startModelServer,
} from '@quarterdeck/core/testing/outside'

export const webhookSecret = 'the-secret-of-the-repository'

export const pay = {
  path: 'src/pay.ts',
  broken: 'export const retries = 0\nexport const pay = () => ask(retries)\n',
  mended: 'export const retries = 3\nexport const pay = () => ask(retries)\n',
}

/** Blames the first error that it is told of, and proposes to try payments again. */
function answerFor(asked: Awaited<ReturnType<typeof startModelServer>>['asked']) {
  const { messages, response_format: format } = asked.at(-1)?.body ?? {}
  if (format?.json_schema.name === 'proposal') {
    return { summary: 'Payments are tried again.', changes: [{ path: pay.path, content: pay.mended }] }
  }
  const { facts }: { facts: { id: string; kind: string }[] } = JSON.parse(messages?.[1]?.content ?? '')
  const cited = facts.filter(({ kind }) => kind === 'error').map(({ id }) => id)
  const words = { root_cause: 'The bank refuses cards.', explanation: 'Payments fail.', confidence: 70 }
  return { ...words, actions: ['Try again.'], claims: [{ text: 'Failed visits report a refusal.', evidence: cited }] }
}

export interface Outside {
  jira: Awaited<ReturnType<typeof openJiraServer>>
  github: Awaited<ReturnType<typeof openGithubServer>>
  slack: Awaited<ReturnType<typeof openSlackServer>>
  /** What leads a server to them. */
  settings: Record<string, string>
  stop: () => Promise<void>
}

/** Jira, GitHub, Slack and a model on this machine, and the settings that lead a server to them. */
export async function startOutside(): Promise<Outside> {
  const [jira, github, slack, model] = await Promise.all([
    openJiraServer(),
    openGithubServer(),
    openSlackServer(),
    startModelServer(),
  ])
  model.replyWith((response, request) =>
    answering({ content: JSON.stringify(answerFor(model.asked)) })(response, request),
  )
  github.files.set(`main:${pay.path}`, Buffer.from(pay.broken).toString('base64'))
  const { settings } = jira
  return {
    ...{ jira, github, slack },
    settings: {
      ...{ JIRA_BASE_URL: settings.baseUrl, JIRA_EMAIL: settings.email, JIRA_API_TOKEN: settings.apiToken },
      ...{ JIRA_PROJECT: settings.project, GITHUB_API_URL: github.url, GITHUB_TOKEN: github.settings.auth.token },
      ...{ GITHUB_WEBHOOK_SECRET: webhookSecret, OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url },
      ...{ SLACK_API_URL: slack.bot.apiUrl, SLACK_BOT_TOKEN: slack.bot.botToken, SLACK_CHANNEL: slack.bot.channel },
    },
    stop: async () => {
      await Promise.all([jira.close(), github.close(), slack.close(), model.close()])
    },
  }
}

/** Says to a server what GitHub says when a pull request changes, signed with a secret. @returns the status of its answer. */
export async function tellOfPull(url: string, pull: object, secret = webhookSecret): Promise<number> {
  const body = JSON.stringify({ action: 'closed', pull_request: pull, repository: { full_name: 'acme/shop' } })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'pull_request' },
    ...{ 'x-github-delivery': randomUUID(), 'x-hub-signature-256': signature },
  }
  const answer = await fetch(`${url}/webhooks/github`, { method: 'POST', body, headers })
  await answer.text()
  return answer.status
}
