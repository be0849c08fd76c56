import { messageDeliveries } from '@quarterdeck/db'
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { callJson, type Deps, minutes, Trouble, type TwilioSettings } from '../../kernel/index.ts'
import { contactOf } from './contact.ts'
import type { Delivery, News } from './delivery-turns.ts'
import { reasonOf, stateOf } from './twilio-errors.ts'

const made = z.object({ sid: z.string(), status: z.string(), error_code: z.number().nullish() })
const listed = z.object({
  messages: z.array(made.extend({ body: z.string().nullish(), date_created: z.string() })),
})

interface Sending {
  settings: TwilioSettings
  /** As Twilio writes numbers: `whatsapp:+49…`, or `+49…`. */
  from: string
  to: string
  body: string
  delivery: Delivery
}

const newsOf = ({ sid: externalId, status, error_code: code }: z.infer<typeof made>): News => {
  const state = stateOf(status) ?? 'accepted'
  return { status: state, externalId, ...(state === 'failed' && { error: reasonOf(code ? String(code) : null) }) }
}

function callOf({ settings }: Sending, { integrations: { patience } }: Deps, query = '') {
  const { apiUrl, accountSid, authToken } = settings
  return {
    ...{ service: 'Twilio', patience, signal: new AbortController().signal },
    url: `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json${query}`,
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
  }
}

/** What a trial account has put before a text. */
const isText = (found: string, text: string) => found.trim() === text || found.trim().endsWith(` - ${text}`)

/** The clocks of two houses, in milliseconds. */
const clockSkew = minutes(2)

/** What an earlier try made without our hearing of it: the same words to the same number since, which no other delivery is. */
async function findMade(deps: Deps, sending: Sending): Promise<News | null> {
  const { to, from, body, delivery } = sending
  const query = new URLSearchParams({ To: to, ...(!from.startsWith('MG') && { From: from }), PageSize: '200' })
  const { messages } = await callJson(callOf(sending, deps, `?${query}`), listed)
  const since = delivery.createdAt.getTime() - clockSkew
  const fitting = messages.filter(
    ({ body: text, status, date_created: at }) =>
      isText(text ?? '', body) && stateOf(status) !== 'failed' && Date.parse(at) >= since,
  )
  if (fitting.length === 0) return null
  const sids = fitting.map(({ sid }) => sid)
  const known = await deps.db
    .select({ sid: messageDeliveries.externalId })
    .from(messageDeliveries)
    .where(inArray(messageDeliveries.externalId, sids))
  const own = fitting.findLast(({ sid }) => !known.some(each => each.sid === sid))
  return own ? newsOf(own) : null
}

/** Nobody can call this machine from outside by such a name, and Twilio refuses it. */
const isLocal = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).host)

/**
 * Sends a part by SMS or WhatsApp.
 *
 * At most once, as far as that can be: Twilio knows no idempotency keys. The address that it reports states to carries the
 * delivery's id, so that a message whose answer was lost makes itself known; and before a second try its list is looked
 * through. Twice it would come only if Twilio had made it, reported no state for half a minute and left it out of its list.
 * @throws Trouble
 */
export async function sendByTwilio(deps: Deps, delivery: Delivery): Promise<News> {
  const { twilio: settings } = deps.integrations
  const isWhatsapp = delivery.channel === 'whatsapp'
  const sender = isWhatsapp ? settings?.whatsappFrom : settings?.from
  if (!settings || !sender) {
    const missing = isWhatsapp ? 'TWILIO_WHATSAPP_FROM' : 'TWILIO_FROM'
    throw new Trouble(`Nothing can be sent: set TWILIO_ACCOUNT_SID and ${missing}`, { isFinal: true })
  }
  const number = await contactOf(deps.db, delivery)
  if (!number || delivery.body === null) throw new Trouble('No number of this customer is known', { isFinal: true })
  const named = (each: string) => (isWhatsapp && !each.startsWith('MG') ? `whatsapp:${each}` : each)
  const sending = { settings, from: named(sender), to: named(number), body: delivery.body, delivery }
  const before = delivery.tries > 1 ? await findMade(deps, sending) : null
  if (before) return before
  const form = new URLSearchParams({
    ...{ To: sending.to, Body: sending.body },
    [sender.startsWith('MG') ? 'MessagingServiceSid' : 'From']: sending.from,
    ...(!isLocal(deps.publicUrl) && {
      StatusCallback: `${deps.publicUrl}/webhooks/twilio/status?delivery=${delivery.id}`,
    }),
  })
  const call = callOf(sending, deps)
  const headers = { ...call.headers, 'content-type': 'application/x-www-form-urlencoded' }
  return newsOf(await callJson({ ...call, method: 'POST', headers, body: form.toString() }, made))
}
