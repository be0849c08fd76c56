import { conversations, escalations, people } from '@quarterdeck/db'
import { and, asc, count, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { type Deps, moments, type Page, readCursor, type Scope, toPage } from '../kernel/index.ts'
import { toEscalationDto } from './conversation-rows.ts'
import type { ListEscalationsInput } from './inputs.ts'
import type { EscalationDto } from './model.ts'

/** An escalation in the queue, with what it is about. */
export interface QueuedEscalationDto extends EscalationDto {
  conversation: {
    number: number
    subject: string | null
    person: { id: string; name: string | null; email: string | null }
  }
  /** Seconds since it was opened, and until it is due; past due they are below 0. */
  ageSeconds: number
  dueInSeconds: number
}

const customer = sql<QueuedEscalationDto['conversation']['person']>`(select jsonb_build_object(
    'id', p.id, 'name', p.name, 'email', p.email) from people p where p.id = ${conversations.personId})`

const waiting = and(isNull(escalations.acceptedAt), isNull(escalations.resolvedAt))

function fitting({ open = true, assigneeId, overdue }: ListEscalationsInput, now: Date): SQL | undefined {
  const whose = assigneeId === null ? isNull(escalations.assigneeId) : undefined
  const isOverdue = and(waiting, sql`${escalations.dueAt} < ${moments(now)}`)
  return and(
    open ? isNull(escalations.resolvedAt) : isNotNull(escalations.resolvedAt),
    assigneeId ? eq(escalations.assigneeId, assigneeId) : whose,
    overdue === undefined ? undefined : overdue ? isOverdue : sql`not (${isOverdue})`,
  )
}

/** Escalations, the one that is due first at the top. */
export async function listEscalations(
  deps: Deps,
  scope: Scope,
  input: ListEscalationsInput,
): Promise<Page<QueuedEscalationDto>> {
  const { cursor, limit } = input
  const after = readCursor(cursor)
  const now = deps.clock.now()
  const rows = await deps.db
    .select({
      escalation: escalations,
      assignee: { id: people.id, name: people.name, email: people.email },
      number: conversations.number,
      subject: conversations.subject,
      person: customer,
    })
    .from(escalations)
    .innerJoin(conversations, eq(conversations.id, escalations.conversationId))
    .leftJoin(people, eq(people.id, escalations.assigneeId))
    .where(
      and(
        eq(escalations.workspaceId, scope.workspaceId),
        fitting(input, now),
        after ? sql`(${escalations.dueAt}, ${escalations.id}) > (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(asc(escalations.dueAt), asc(escalations.id))
    .limit(limit + 1)
  const seconds = (milliseconds: number) => Math.round(milliseconds / 1_000)
  return toPage(
    rows,
    limit,
    ({ escalation }) => ({ at: escalation.dueAt, id: escalation.id }),
    ({ escalation, assignee, ...conversation }) => ({
      ...toEscalationDto(escalation, assignee, now, true),
      conversation,
      ageSeconds: seconds(now.getTime() - escalation.openedAt.getTime()),
      dueInSeconds: seconds(escalation.dueAt.getTime() - now.getTime()),
    }),
  )
}

/** How many escalations nobody has accepted. */
export async function countWaiting({ db }: Deps, scope: Scope): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(escalations)
    .where(and(eq(escalations.workspaceId, scope.workspaceId), waiting))
  return row?.n ?? 0
}
