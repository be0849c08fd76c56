import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'
import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

export type Email = Outputs['emails']['list']['items'][number]

export const statuses: Readonly<Record<Email['status'], { name: string; tone: Tone }>> = {
  waiting: { name: 'Waiting', tone: 'amber' },
  sent: { name: 'Sent', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
}

// The record above has exactly the names of the type.
export const statusNames = Object.keys(statuses) as Email['status'][]

/** The search parameters of the outbox; `i` is the chosen message. */
export function readEmailSearch(search: RawSearch) {
  return compact({ status: oneOf(search.status, statusNames), q: text(search.q), i: text(search.i, 64) })
}

export type EmailSearch = ReturnType<typeof readEmailSearch>
