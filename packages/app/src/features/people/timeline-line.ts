import { money } from '../../format/money.ts'
import { count, duration, plural } from '../../format/number.ts'
import type { Tone } from '../../ui/chip.tsx'
import { inWords } from '../billing/billing-words.ts'

/** One line of somebody's time line, as the server gives it; each domain adds its own kinds. */
export interface TimelineItem {
  kind: string
  title: string
  data: Record<string, unknown>
}

export interface TimelineLine {
  title: string
  note: string | null
  tone: Tone
  /** The thing it tells of, where there is a page for it. */
  target: { kind: 'visit' | 'issue' | 'fact'; id: string } | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const joined = (...parts: (string | null)[]) => parts.filter(part => part !== null).join(' · ') || null

const bad = new Set(['failed', 'unpaid', 'past_due', 'canceled', 'uncollectible', 'incomplete_expired'])
const good = new Set(['paid', 'active', 'succeeded', 'complete'])
const toneOf = (status: string | null): Tone =>
  status === null ? 'neutral' : bad.has(status) ? 'red' : good.has(status) ? 'green' : 'neutral'

/** The line in words. Kinds that this screen does not know keep the server's title. */
export function timelineLine({ kind, title, data }: TimelineItem): TimelineLine {
  const plain: TimelineLine = { title, note: null, tone: 'neutral', target: null }
  const status = text(data.status)
  switch (kind) {
    case 'visit': {
      const [events, seconds, visitId] = [number(data.events), number(data.seconds), text(data.visitId)]
      const size = joined(events === null ? null : plural(events, 'event'), seconds ? duration(seconds) : null)
      return {
        ...plain,
        note: joined(size, text(data.device), text(data.country)),
        tone: 'accent',
        target: visitId ? { kind: 'visit', id: visitId } : null,
      }
    }
    case 'sign_in':
      return { ...plain, note: text(data.ip) }
    case 'payment':
      return {
        ...plain,
        title: `${title}: ${money(number(data.amount), text(data.currency))}`,
        tone: toneOf(status),
      }
    case 'subscription':
      return { ...plain, note: status && `now ${inWords(status).toLowerCase()}`, tone: toneOf(status) }
    case 'issue': {
      const issueId = text(data.issueId)
      return {
        ...plain,
        note: joined(text(data.what)?.replaceAll('_', ' ') ?? null, status),
        target: issueId ? { kind: 'issue', id: issueId } : null,
      }
    }
    case 'activity': {
      const [factId, additions, deletions] = [text(data.factId), number(data.additions), number(data.deletions)]
      const size = additions === null ? null : `+${count(additions)} −${count(deletions ?? 0)}`
      return {
        ...plain,
        note: joined(text(data.about), text(data.repository), size),
        tone: data.what === 'pr_merged' ? 'green' : 'neutral',
        target: factId ? { kind: 'fact', id: factId } : null,
      }
    }
    default:
      return plain
  }
}
