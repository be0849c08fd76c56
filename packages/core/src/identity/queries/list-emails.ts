import { members, outgoingEmails, people } from '@quarterdeck/db'
import { and, desc, eq, ilike, or, sql } from 'drizzle-orm'
import { type Deps, moments, type Page, readCursor, type Scope, toPage, withoutSecrets } from '../../kernel/index.ts'
import type { emailStatuses, ListEmailsInput } from '../inputs.ts'

export interface EmailDto {
  id: string
  to: string
  subject: string
  /** Without the secrets of its links, but for owners of an installation that has no mail server (docs/adr/0007). */
  text: string
  status: (typeof emailStatuses)[number]
  attempts: number
  lastError: string | null
  createdAt: string
  sentAt: string | null
}

/** Whether the recipient has a place in another workspace, which a link would open as well. */
const elsewhere = ({ workspaceId }: Scope) => sql<boolean>`exists (
  select from ${members} join ${people} on ${people.id} = ${members.personId}
  where ${people.email} = ${outgoingEmails.to} and ${members.workspaceId} <> ${workspaceId})`

function searching(search: string | undefined) {
  if (!search) return undefined
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(outgoingEmails.to, pattern), ilike(outgoingEmails.subject, pattern))
}

/** The outbox, newest first. */
export async function listEmails(
  { db, mailer }: Deps,
  scope: Scope,
  { status, search, cursor, limit }: ListEmailsInput,
): Promise<Page<EmailDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select({ mail: outgoingEmails, elsewhere: elsewhere(scope) })
    .from(outgoingEmails)
    .where(
      and(
        eq(outgoingEmails.workspaceId, scope.workspaceId),
        status ? eq(outgoingEmails.status, status) : undefined,
        searching(search),
        after
          ? sql`(${outgoingEmails.createdAt}, ${outgoingEmails.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(outgoingEmails.createdAt), desc(outgoingEmails.id))
    .limit(limit + 1)
  const mayHandOver = mailer === null && scope.actor.kind === 'person' && scope.actor.role === 'owner'
  return toPage(
    rows,
    limit,
    ({ mail }) => ({ at: mail.createdAt, id: mail.id }),
    ({ mail, elsewhere: isElsewhere }) => {
      const { workspaceId: _, createdAt, sentAt, text, ...rest } = mail
      return {
        ...rest,
        text: mayHandOver && !isElsewhere ? text : withoutSecrets(text),
        createdAt: createdAt.toISOString(),
        sentAt: sentAt?.toISOString() ?? null,
      }
    },
  )
}
