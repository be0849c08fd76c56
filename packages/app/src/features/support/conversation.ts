import type { Outputs } from '../../data/api.ts'
import { clock, dayAndTime } from '../../format/time.ts'
import type { Tone } from '../../ui/chip.tsx'

export type Conversation = Outputs['conversations']['get']
export type Message = Outputs['messages']['list']['items'][number]
export type Escalation = Outputs['escalations']['list']['items'][number]
export type Agent = Outputs['agents']['list']['items'][number]

export const statuses = {
  active: { name: 'Active', tone: 'neutral' },
  escalated: { name: 'Escalated', tone: 'amber' },
  resolved: { name: 'Resolved', tone: 'green' },
  archived: { name: 'Archived', tone: 'neutral' },
} as const satisfies Record<Conversation['status'], { name: string; tone: Tone }>
export const statusNames = ['active', 'escalated', 'resolved', 'archived'] as const

export const priorities = {
  urgent: { name: 'Urgent', tone: 'red' },
  high: { name: 'High', tone: 'amber' },
  medium: { name: 'Medium', tone: 'neutral' },
  low: { name: 'Low', tone: 'neutral' },
} as const satisfies Record<Conversation['priority'], { name: string; tone: Tone }>
export const priorityNames = ['urgent', 'high', 'medium', 'low'] as const

export const channels = { web: 'Chat', api: 'API', email: 'E-mail', whatsapp: 'WhatsApp', sms: 'SMS' } as const
export const channelNames = ['web', 'email', 'whatsapp', 'sms', 'api'] as const

type Called = Pick<Conversation, 'subject' | 'opening' | 'preview' | 'number'>

/** What a conversation is called: its subject, what the customer came with, else what was said last, or its number. */
export const titleOf = ({ subject, opening, preview, number }: Called): string =>
  subject ?? (opening || preview || `Conversation ${number}`)

const isToday = (at: string) => new Date(at).toDateString() === new Date().toDateString()
const timeOf = (at: string) => (isToday(at) ? clock(at, false) : dayAndTime(at))

/** Who answers now, in the customer's words. */
export function whoAnswers({ status, answering }: Pick<Conversation, 'status' | 'answering'>): string {
  switch (answering.by) {
    case 'nobody':
      return status === 'archived' ? 'Closed' : 'Resolved. Write again to reopen it.'
    case 'person':
      return `${answering.name ?? 'A person'} answers`
    case 'waiting':
      return `A person was asked for and will answer here${answering.overdue ? '' : `, by ${timeOf(answering.dueAt)}`}`
    case 'assistant':
      return 'The assistant answers'
  }
}

/** The same in the words of staff, who see beside it when it is due. */
export function whoAnswersForStaff({ answering }: Pick<Conversation, 'answering'>): string {
  switch (answering.by) {
    case 'nobody':
      return 'Nobody answers'
    case 'person':
      return `${answering.name ?? 'A person'} answers`
    case 'waiting':
      return 'Waiting for a person'
    case 'assistant':
      return 'The assistant answers'
  }
}
