import type { News } from './delivery-turns.ts'

/** What Twilio calls the states of a message (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values). */
const states: Record<string, News['status']> = {
  ...{ accepted: 'accepted', scheduled: 'accepted', queued: 'accepted', sending: 'accepted', sent: 'sent' },
  ...{ delivered: 'delivered', read: 'read', undelivered: 'failed', failed: 'failed', canceled: 'failed' },
}

/** @returns null for one that we do not know. */
export const stateOf = (status: string): News['status'] | null => states[status] ?? null

/** Why messages fail most, in words (https://www.twilio.com/docs/api/errors). */
const reasons: Record<string, string> = {
  '21610': 'the customer has opted out (STOP)',
  '30003': 'the telephone cannot be reached',
  '30004': 'the customer or their provider blocks us',
  '30005': 'there is no such number',
  '30006': 'a landline, or a provider that takes no messages',
  '30007': 'the provider took it for spam',
  '30008': 'the provider did not say why',
  '63016': 'the customer has not written within 24 hours, and WhatsApp then takes templates only',
  '63024': 'the number has no WhatsApp',
}

/** @returns a sentence with the code, for staff to look up. */
export function reasonOf(code: string | null): string {
  if (!code) return 'Twilio could not deliver it'
  const reason = reasons[code]
  return reason ? `Twilio could not deliver it: ${reason} (${code})` : `Twilio could not deliver it (${code})`
}
