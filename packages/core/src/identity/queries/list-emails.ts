import { members, outgoingEmails, people } from '@quarterdeck/db'
import { and, desc, eq, getTableColumns, ilike, or, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
  withoutSecrets,
} from '../../kernel/index.ts'
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

export interface EmailDetailDto extends EmailDto {
  /** The same as a page, as most programs show it; null for what was written before there were any. */
  html: string | null
}

const { html, workspaceId: _, ...columns } = getTableColumns(outgoingEmails)

/** Whether the recipient has a place in another workspace, which a link would open as well. */
const elsewhere = ({ workspaceId }: Scope) => sql<boolean>`exists (
  select from ${members} join ${people} on ${people.id} = ${members.personId}
  where ${people.email} = ${outgoingEmails.to} and ${members.workspaceId} <> ${workspaceId})`

function searching(search: string | undefined) {
  if (!search) return undefined
  const pattern = containing(search)
  return or(ilike(outgoingEmails.to, pattern), ilike(outgoingEmails.subject, pattern))
}

/** What somebody may see of a message's words. */
function shownTo({ mailer }: Pick<Deps, 'mailer'>, { actor }: Scope) {
  const mayHandOver = mailer === null && actor.kind === 'person' && actor.role === 'owner'
  return (words: string, isElsewhere: boolean) => (mayHandOver && !isElsewhere ? words : withoutSecrets(words))
}

const inWords = <T extends { createdAt: Date; sentAt: Date | null }>({ createdAt, sentAt, ...rest }: T) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  sentAt: sentAt?.toISOString() ?? null,
})

/** The outbox, newest first. */
export async function listEmails(
  deps: Deps,
  scope: Scope,
  { status, search, cursor, limit }: ListEmailsInput,
): Promise<Page<EmailDto>> {
  const after = readCursor(cursor)
  const rows = await deps.db
    .select({ mail: columns, elsewhere: elsewhere(scope) })
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
  const shown = shownTo(deps, scope)
  return toPage(
    rows,
    limit,
    ({ mail }) => ({ at: mail.createdAt, id: mail.id }),
    ({ mail, elsewhere: isElsewhere }) => ({ ...inWords(mail), text: shown(mail.text, isElsewhere) }),
  )
}

/** A message of the outbox as it is read. @throws DomainError `not_found` */
export async function getEmail(deps: Deps, scope: Scope, { id }: ById): Promise<EmailDetailDto> {
  const [row] = await deps.db
    .select({ mail: { ...columns, html }, elsewhere: elsewhere(scope) })
    .from(outgoingEmails)
    .where(and(eq(outgoingEmails.workspaceId, scope.workspaceId), eq(outgoingEmails.id, id)))
  if (!row) throw notFound('This message')
  const { mail } = row
  const shown = (words: string) => shownTo(deps, scope)(words, row.elsewhere)
  return { ...inWords(mail), text: shown(mail.text), html: mail.html && shown(mail.html) }
}
