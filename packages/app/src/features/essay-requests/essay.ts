import type { Outputs } from '../../data/api.ts'
import { textOf } from './document.ts'

/** One request with its texts, as the server gives it. */
export type EssayRequest = Outputs['essayRequests']['get']
/** The same without its texts. */
export type EssayItem = Outputs['essayRequests']['list']['items'][number]
export type EssayChanges = Outputs['essayRequests']['changes']

export type Status = EssayItem['status']
export type Turnaround = EssayItem['turnaround']

export const statuses = {
  submitted: { name: 'Submitted', tone: 'neutral' },
  in_progress: { name: 'In progress', tone: 'accent' },
  completed: { name: 'Completed', tone: 'green' },
  cancelled: { name: 'Cancelled', tone: 'neutral' },
} as const satisfies Record<Status, object>
export const statusNames = ['submitted', 'in_progress', 'completed', 'cancelled'] as const satisfies Status[]

export const turnarounds = { standard: 'Standard', express: 'Express', urgent: 'Urgent' } as const
export const turnaroundNames = ['standard', 'express', 'urgent'] as const satisfies Turnaround[]

/** What is asked for most; anything else can be written. */
export const applicationTypes = [
  'Personal statement',
  'Supplemental essay',
  'Statement of purpose',
  'Scholarship essay',
  'Transfer essay',
  'Cover letter',
]

/** Best and worst of the scores, and those between. */
export const scores = [5, 6, 7, 8, 9] as const

export const isOpen = ({ status }: { status: Status }): boolean => status === 'submitted' || status === 'in_progress'

/** Whether there is anything to read in it. */
export const holdsText = (document: EssayRequest['original']): boolean => textOf(document).trim() !== ''
