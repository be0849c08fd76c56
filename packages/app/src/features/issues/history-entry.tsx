import type { ReactNode } from 'react'
import type { Outputs } from '../../data/api.ts'
import type { TimelineEntry } from '../../ui/detail.tsx'
import { statuses } from './issue-search.ts'

type HistoryItem = Outputs['issues']['history']['items'][number]

const plain: Readonly<Record<Exclude<HistoryItem['kind'], 'status'>, Pick<TimelineEntry, 'text' | 'tone'>>> = {
  detected: { text: 'Detected', tone: 'red' },
  worsened: { text: 'Got worse', tone: 'red' },
  recovered: { text: 'As usual again', tone: 'green' },
  relapsed: { text: 'Came back', tone: 'red' },
  assigned: { text: 'Assigned' },
  diagnosed: { text: 'Diagnosed' },
  linked: { text: 'Handed over' },
  told: { text: 'Team told' },
  measured: { text: 'Fix measured' },
}

/** What a line of an issue's history says: the change, then who made it. */
export function historyEntry(item: HistoryItem): TimelineEntry {
  const who = item.actor.kind === 'system' ? '' : ` by ${item.actor.name}`
  if (item.kind !== 'status') {
    const { tone } = plain[item.kind]
    const text = outsideText(item) ?? plain[item.kind].text
    return {
      id: item.id,
      at: item.at,
      text: (
        <>
          {text}
          {who}
        </>
      ),
      note: item.note,
      ...(tone && { tone }),
    }
  }
  const tone = item.to === 'verified' || item.to === 'closed' ? 'green' : 'accent'
  return {
    id: item.id,
    at: item.at,
    text: `${item.to ? statuses[item.to] : 'Status changed'}${who}`,
    note: item.note,
    tone,
  }
}

const word = (value: unknown) => (typeof value === 'string' && value ? value : null)
const channels: Readonly<Record<string, string>> = { slack: 'in Slack', email: 'by e-mail', webhook: 'by webhook' }

/** What was handed over where, or in which channel the team was told. */
function outsideText({ kind, data }: HistoryItem): ReactNode {
  if (kind === 'told') return `Team told ${channels[word(data?.channel) ?? ''] ?? ''}`.trimEnd()
  const url = word(data?.url)
  if (kind !== 'linked' || !url) return null
  return (
    <>
      {data?.kind === 'jira' ? 'Ticket ' : 'Pull request '}
      <a href={url} target="_blank" rel="noreferrer" className="link">
        {word(data?.key) ?? url}
      </a>
    </>
  )
}
