import { receivedEmails } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { type ById, type Deps, notFound, type Scope } from '../../kernel/index.ts'

export interface OriginalDto {
  subject: string
  /** All of its text, with what it quotes. */
  text: string
}

/**
 * The whole e-mail that a message was made of.
 * @throws DomainError `not_found` when it was none, or was taken back.
 */
export async function getOriginal({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<OriginalDto> {
  const [row] = await db
    .select({ subject: receivedEmails.subject, text: receivedEmails.text })
    .from(receivedEmails)
    .where(and(eq(receivedEmails.workspaceId, scope.workspaceId), eq(receivedEmails.messageId, id)))
  if (!row || row.text === '') throw notFound('The e-mail of this message')
  return row
}
