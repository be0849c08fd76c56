import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { EnvError, readEnv } from './env.ts'

function mistakesOf(variables: Record<string, string>): string[] {
  try {
    readEnv(variables)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map(line => line.trim())
  }
  return []
}

const jira = {
  ...{ JIRA_BASE_URL: 'https://acme.atlassian.net/', JIRA_EMAIL: 'ops@example.com', JIRA_API_TOKEN: 'token-of-jira' },
  JIRA_PROJECT: 'OPS',
}

test.each([
  ['JIRA_BASE_URL', 'acme.atlassian.net'],
  ['JIRA_EMAIL', 'nobody'],
  ['JIRA_API_TOKEN', 'two words'],
  ['JIRA_PROJECT', 'ops'],
  ['GITHUB_TOKEN', 'two words'],
  ['GITHUB_APP_ID', 'twelve'],
  ['GITHUB_APP_PRIVATE_KEY', 'no key at all'],
  ['GITHUB_API_URL', 'ftp://github'],
  ['GITHUB_WEBHOOK_SECRET', 'short'],
  ['SLACK_WEBHOOK_URL', 'hooks'],
  ['SLACK_CHANNEL', '#general'],
  ['NOTIFY_EMAIL', 'yes'],
  ['NOTIFY_WEBHOOK_SECRET', 'not base64!'],
  ['TWILIO_ACCOUNT_SID', 'AC12'],
  ['TWILIO_FROM', 'Acme Shop'],
  ['TWILIO_WHATSAPP_FROM', '4930'.repeat(6)],
  ['TWILIO_API_URL', 'ftp://twilio'],
  ['EMAIL_INBOUND_SECRET', 'not base64!'],
  ['EMAIL_INBOUND_ADDRESS', 'nobody'],
])('%s=%s is a mistake, said without the value', (name, value) => {
  // What else would be needed with it is said as well, in lines of its own.
  const lines = mistakesOf({ [name]: value }).filter(line => line.startsWith(`${name} `))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(new RegExp(`^${name} (must|can)`))
  expect(lines[0]).not.toContain(value)
})

test('what means something only together is asked for together', () => {
  const { JIRA_EMAIL, JIRA_PROJECT, ...half } = jira
  expect(mistakesOf({ ...half, SLACK_CHANNEL: 'C0123456' })).toEqual([
    'JIRA_EMAIL, JIRA_PROJECT must be set too, as JIRA_BASE_URL, JIRA_API_TOKEN is',
    'SLACK_BOT_TOKEN must be set too, as SLACK_CHANNEL is',
  ])
})

test('what is missing is said beside what is wrong', () => {
  expect(mistakesOf({ PORT: 'many', SLACK_CHANNEL: 'C0123456' })).toEqual([
    'PORT must be a number',
    'SLACK_BOT_TOKEN must be set too, as SLACK_CHANNEL is',
  ])
})

test('telephones need an account and a number', () => {
  const twilio = { TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'a-token-of-twilio' }
  expect(mistakesOf({ TWILIO_FROM: '+4930123456' })).toEqual([
    'TWILIO_ACCOUNT_SID must be set too, as there is a number to send from',
  ])
  expect(mistakesOf(twilio)).toEqual(['TWILIO_FROM or TWILIO_WHATSAPP_FROM must be set too, as TWILIO_ACCOUNT_SID is'])
  const { integrations, webhookSecrets } = readEnv({ ...twilio, TWILIO_FROM: '+4930123456' })
  expect(integrations.twilio).toEqual({
    ...{ apiUrl: 'https://api.twilio.com', accountSid: twilio.TWILIO_ACCOUNT_SID, authToken: 'a-token-of-twilio' },
    ...{ from: '+4930123456', whatsappFrom: null },
  })
  expect(webhookSecrets.twilio).toEqual(['a-token-of-twilio'])
})

test('two ways to the same are a mistake', () => {
  const slack = { SLACK_WEBHOOK_URL: 'https://hooks.example/x', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_CHANNEL: 'C0123456' }
  expect(mistakesOf(slack)).toEqual(['SLACK_WEBHOOK_URL and SLACK_BOT_TOKEN exclude each other: set one'])
})

describe('what is set is read', () => {
  test('without any of it nothing is handed over', () => {
    const nothing = { jira: null, github: null, slack: null, staffEmail: false, notifyWebhook: null }
    expect(readEnv({}).integrations).toMatchObject(nothing)
  })

  test('Jira, a bot of Slack, a program and e-mail', () => {
    const more = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_CHANNEL: 'C0123456', NOTIFY_EMAIL: '1' }
    const program = { NOTIFY_WEBHOOK_URL: 'https://example.com/hook', NOTIFY_WEBHOOK_SECRET: 'whsec_c2VjcmV0' }
    expect(readEnv({ ...jira, ...more, ...program }).integrations).toMatchObject({
      jira: { baseUrl: 'https://acme.atlassian.net', project: 'OPS', issueType: 'Bug' },
      slack: { apiUrl: 'https://slack.com/api', botToken: 'xoxb-1', channel: 'C0123456' },
      ...{ staffEmail: true, notifyWebhook: { url: 'https://example.com/hook', secret: 'whsec_c2VjcmV0' } },
    })
  })

  test('a key of an app as it stands, on one line, or in base64', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    for (const key of [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')]) {
      const { github } = readEnv({ GITHUB_APP_ID: '12', GITHUB_APP_PRIVATE_KEY: key }).integrations
      expect(github).toEqual({ apiUrl: 'https://api.github.com', auth: { appId: '12', privateKey: pem } })
    }
  })

  test('secrets of GitHub’s deliveries, two while one replaces the other', () => {
    expect(readEnv({ GITHUB_WEBHOOK_SECRET: 'secret-one,secret-two' }).webhookSecrets).toEqual({
      github: ['secret-one', 'secret-two'],
    })
  })
})
