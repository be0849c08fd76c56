import type { Outputs } from '../../data/api.ts'
import type { TimelineEntry } from '../../ui/detail.tsx'

type HistoryItem = Outputs['essayRequests']['history']['items'][number]

const plain: Readonly<Record<HistoryItem['kind'], Pick<TimelineEntry, 'text' | 'tone'>>> = {
  created: { text: 'Ordered' },
  assigned: { text: 'Assigned' },
  started: { text: 'Editing begun', tone: 'accent' },
  finished: { text: 'Finished and sent', tone: 'green' },
  cancelled: { text: 'Cancelled', tone: 'red' },
  reopened: { text: 'Reopened', tone: 'amber' },
  revision: { text: 'Revision ordered' },
  shared: { text: 'Link made' },
  unshared: { text: 'Link ended' },
}

/** What a line of a request's history says: the change, then who made it. */
export function historyEntry({ id, at, kind, actor, note, data }: HistoryItem): TimelineEntry {
  const { text, tone } = plain[kind]
  const words = kind === 'assigned' && data?.toId === null ? 'Given back' : text
  const who = actor.kind === 'system' ? '' : ` by ${actor.name}`
  return { id, at, text: `${words}${who}`, note, ...(tone && { tone }) }
}
