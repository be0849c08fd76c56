import { type Answer, type Asked, openLoopback } from '../../../testing/loopback.ts'
import { signTwilio } from '../twilio-webhook.ts'

export const accountSid = `AC${'a'.repeat(32)}`
export const authToken = 'twilio-auth-token-0123456789'
const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages.json`

export interface SentMessage {
  sid: string
  to: string
  from: string
  body: string
  status: string
  date_created: string
  callback: string | null
}

/** Speaks as Twilio's REST API does, as far as messages and their files go. */
export async function openTwilioServer() {
  const sent: SentMessage[] = []
  let made = 0
  /** Numbers that wrote STOP. */
  const optedOut = new Set<string>()
  /** By path. */
  const media = new Map<string, Answer>()
  const refusal = (status: number, code: number, message: string): Answer => ({
    status,
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  })

  function create({ text, headers }: Asked): Answer {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refusal(415, 20415, 'Not a form')
    const form = new URLSearchParams(text)
    const [to, from, body] = ['To', 'From', 'Body'].map(name => form.get(name) ?? '')
    if (!to || !from || !body) return refusal(400, 21604, "A 'To', 'From' and 'Body' are required")
    if (body.length > 1_600)
      return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
    if (optedOut.has(to)) return refusal(400, 21610, 'Attempt to send to unsubscribed recipient')
    const message: SentMessage = {
      sid: `SM${String(++made).padStart(32, '0')}`,
      ...{ to, from, body, status: 'queued', date_created: new Date().toUTCString() },
      callback: form.get('StatusCallback'),
    }
    sent.push(message)
    return { status: 201, body: { ...message, error_code: null, num_media: '0' } }
  }

  const list = ({ query }: Asked): Answer => {
    const fits = ({ to, from }: SentMessage) => query.get('To') === to && (query.get('From') ?? from) === from
    return { status: 200, body: { messages: sent.filter(fits).toReversed(), page: 0, next_page_uri: null } }
  }

  const server = await openLoopback(asked => {
    const file = media.get(asked.path)
    // What a store gives out is open to whoever has the link; it must not be told who we are.
    if (file && asked.path.startsWith('/store/')) return asked.headers.authorization ? { status: 400 } : file
    if (asked.headers.authorization !== authorization) return refusal(401, 20003, 'Authenticate')
    if (file) return file
    if (asked.path !== messagesPath) return refusal(404, 20404, 'The requested resource was not found')
    return asked.method === 'POST' ? create(asked) : list(asked)
  })
  const numbers = { from: '+4930654321', whatsappFrom: '+4930654322' }
  return {
    ...{ ...server, sent, optedOut, media },
    settings: { apiUrl: server.url, accountSid, authToken, ...numbers },
    /** What Twilio signs a delivery with. */
    sign: (url: string, form: URLSearchParams) => signTwilio(authToken, url, form),
  }
}
