import { type Answer, openLoopback } from '../../../testing/loopback.ts'

interface Message {
  ts: string
  text: string
  metadata?: unknown
  edits: number
}

/** Speaks as Slack does: an incoming webhook, and a bot's methods. Refusals of the latter are successes of HTTP. */
export async function openSlackServer() {
  const messages: Message[] = []
  const say = (text: unknown, metadata?: unknown): Message => {
    const ts = `1790000000.00000${messages.length}`
    const message = { ts, text: String(text), metadata, edits: 0 }
    messages.push(message)
    return message
  }
  const refuse = (error: string): Answer => ({ status: 200, body: { ok: false, error } })
  const server = await openLoopback(({ path, headers, body }) => {
    if (path === '/services/T0/B0/x') {
      say(body.text)
      return { status: 200, body: 'ok' }
    }
    if (headers.authorization !== 'Bearer xoxb-secret') return refuse('invalid_auth')
    if (body.channel !== 'C0123456') return refuse('channel_not_found')
    if (path === '/api/chat.postMessage') {
      const { ts } = say(body.text, body.metadata)
      return { status: 200, body: { ok: true, channel: 'C0123456', ts } }
    }
    if (path === '/api/conversations.history') {
      return { status: 200, body: { ok: true, messages: body.include_all_metadata ? messages : [] } }
    }
    const message = messages.find(({ ts }) => ts === body.ts)
    if (path !== '/api/chat.update' || !message) return refuse('message_not_found')
    message.text = String(body.text)
    message.edits += 1
    return { status: 200, body: { ok: true, channel: 'C0123456', ts: message.ts } }
  })
  const bot = { apiUrl: `${server.url}/api`, botToken: 'xoxb-secret', channel: 'C0123456' }
  return { ...server, messages, bot, plain: { webhookUrl: `${server.url}/services/T0/B0/x` } }
}
