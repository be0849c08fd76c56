import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'
import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

export type WebhookRow = Outputs['webhooks']['list']['items'][number]
type Status = WebhookRow['status']
type Source = WebhookRow['source']

/** States of a delivery, in the order of its life, with their names and colours. */
export const statuses: Readonly<Record<Status, { name: string; tone: Tone }>> = {
  received: { name: 'Waiting', tone: 'neutral' },
  processing: { name: 'In work', tone: 'accent' },
  done: { name: 'Done', tone: 'green' },
  ignored: { name: 'Ignored', tone: 'neutral' },
  failed: { name: 'Failed, will be tried again', tone: 'amber' },
  dead: { name: 'Given up', tone: 'red' },
}

export const sources: Readonly<Record<Source, string>> = {
  clerk: 'Clerk',
  stripe: 'Stripe',
  github: 'GitHub',
  twilio: 'Twilio',
  email: 'E-mail',
}

// The records above have exactly the names of the types.
export const statusNames = Object.keys(statuses) as Status[]
export const sourceNames = Object.keys(sources) as Source[]

/** What `i` holds while the refused deliveries are shown. */
export const refused = 'refused'

/** The search parameters of the webhooks page; `i` is the chosen delivery. */
export function readWebhookSearch(search: RawSearch) {
  return compact({
    source: oneOf(search.source, sourceNames),
    status: oneOf(search.status, statusNames),
    q: text(search.q),
    i: text(search.i, 64),
  })
}

export type WebhookSearch = ReturnType<typeof readWebhookSearch>
