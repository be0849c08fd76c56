import type { AnsweringDto, ConversationDto } from './model.ts'

type Facts = Pick<ConversationDto, 'status' | 'handler' | 'assignee' | 'escalation'>

/** Who answers now: the one place that says so, for console, portal and widget. */
export function answeringOf({ status, handler, assignee, escalation }: Facts): AnsweringDto {
  if (status === 'resolved' || status === 'archived') return { by: 'nobody' }
  if (handler === 'staff') return { by: 'person', name: assignee?.name ?? null }
  if (escalation && !escalation.acceptedAt)
    return { by: 'waiting', dueAt: escalation.dueAt, overdue: escalation.overdue }
  return { by: 'assistant' }
}
