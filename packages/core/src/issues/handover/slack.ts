import { z } from 'zod'
import { callJson, callOutside, type SlackSettings, Trouble } from '../../kernel/index.ts'
import type { Facts } from './facts.ts'
import { figuresLine, isNews, noticeLine } from './notice-text.ts'
import type { Said, Saying } from './saying.ts'

/** Slack's own three (https://docs.slack.dev/messaging/formatting-message-text). */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function message(facts: Facts) {
  const link = `<${facts.url}|Issue #${facts.issue.number}>`
  const lines = [`*${escaped(noticeLine(facts))}*`, figuresLine(facts), link].filter(line => line !== null)
  const section = { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n').slice(0, 3_000) } }
  return { text: escaped(noticeLine(facts)), blocks: [section] }
}

type Bot = Extract<SlackSettings, { botToken: string }>

/** Says it in Slack: a bot edits its one message, a plain webhook says what is news. */
export function saySlack(settings: SlackSettings, saying: Saying): Promise<Said | null> {
  return 'webhookUrl' in settings ? sayOnce(settings.webhookUrl, saying) : sayAsBot(settings, saying)
}

async function sayOnce(url: string, { facts, notice, patience, signal }: Saying): Promise<Said | null> {
  if (!isNews(notice.told, facts)) return null
  await callOutside({ service: 'Slack', url, method: 'POST', body: message(facts), patience, signal })
  return { isNew: true }
}

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() })
const posted = z.object({ channel: z.string(), ts: z.string() })
const history = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
})
const eventType = 'quarterdeck_issue'
/** Slack's words for trouble of its own. */
const passing = [
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
]

type Patience = Pick<Saying, 'patience' | 'signal'>

async function ask(settings: Bot, method: string, body: object, { patience, signal }: Patience): Promise<unknown> {
  const headers = { authorization: `Bearer ${settings.botToken}`, 'content-type': 'application/json; charset=utf-8' }
  const url = `${settings.apiUrl}/${method}`
  const said = await callJson({ service: 'Slack', url, method: 'POST', headers, body, patience, signal }, answer)
  if (said.ok) return said
  const error = said.error ?? 'no reason'
  throw new Trouble(`Slack refused ${method}: ${error}`, { isFinal: !passing.includes(error) })
}

/** Says a text that belongs to no issue. @throws Trouble */
export async function testSlack(settings: SlackSettings, text: string, limits: Patience): Promise<void> {
  if ('webhookUrl' in settings) {
    await callOutside({ service: 'Slack', url: settings.webhookUrl, method: 'POST', body: { text }, ...limits })
  } else await ask(settings, 'chat.postMessage', { channel: settings.channel, text }, limits)
}

async function sayAsBot(settings: Bot, saying: Saying): Promise<Said> {
  const { facts, notice } = saying
  const [channel, ts] = (notice.reference ?? (await findEarlier(settings, saying)) ?? '').split(' ')
  if (channel && ts) {
    await ask(settings, 'chat.update', { channel, ts, ...message(facts) }, saying)
    return { isNew: notice.reference === null, reference: `${channel} ${ts}` }
  }
  const metadata = { event_type: eventType, event_payload: { issue: facts.issue.id } }
  const body = { channel: settings.channel, ...message(facts), metadata, unfurl_links: false }
  const made = readAs(posted, await ask(settings, 'chat.postMessage', body, saying))
  return { isNew: true, reference: `${made.channel} ${made.ts}` }
}

/** The message of a try whose answer was lost. The metadata of messages says whose they are. */
async function findEarlier(settings: Bot, saying: Saying): Promise<string | null> {
  if (saying.tries === 1) return null
  const oldest = String(Math.floor(saying.notice.createdAt.getTime() / 1_000) - 60)
  const query = { channel: settings.channel, oldest, limit: 200, include_all_metadata: true }
  const { messages } = readAs(history, await ask(settings, 'conversations.history', query, saying))
  const ours = messages.find(
    ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload.issue === saying.facts.issue.id,
  )
  return ours ? `${settings.channel} ${ours.ts}` : null
}

function readAs<Type extends z.ZodType>(shape: Type, said: unknown): z.infer<Type> {
  const { data, success } = shape.safeParse(said)
  if (!success) throw new Trouble('Slack gave an answer that cannot be read')
  return data
}
