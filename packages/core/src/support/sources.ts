import { type Citation, messages } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { systemScope } from '../identity/index.ts'
import { type Deps, notFound } from '../kernel/index.ts'
import { type ArticleDto, anchorOf, readActiveArticle } from '../knowledge/index.ts'
import type { CitationDto } from './model.ts'

/**
 * A citation with the address of what it cites: the document's own, or our page of it, which whoever has the answer's id
 * may read.
 */
export function linked(citation: Citation, messageId: string): CitationDto {
  const { documentId, headings, url } = citation
  const anchor = anchorOf(headings)
  const page = `/help/${documentId}?answer=${messageId}${anchor && `#${encodeURIComponent(anchor)}`}`
  return { ...citation, url: url ?? page }
}

export const sourceInput = z.strictObject({
  /** The answer that cites it. */
  messageId: z.guid(),
  documentId: z.guid(),
})
export type SourceInput = z.infer<typeof sourceInput>

/**
 * A document that an answer was taken from. The answer's id, which nobody can guess, stands for the right to read: visitors
 * of other sites have no other proof that a page of ours could ask for. It ends with the answer, or when the document is
 * no longer used.
 * @throws DomainError `not_found`
 */
export async function readSource(deps: Deps, { messageId, documentId }: SourceInput): Promise<ArticleDto> {
  const [answer] = await deps.db
    .select({ workspaceId: messages.workspaceId, citations: messages.citations })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.internal, false), isNull(messages.deletedAt)))
  if (!answer?.citations?.some(citation => citation.documentId === documentId)) throw notFound('This source')
  return readActiveArticle(deps, systemScope(answer.workspaceId, 'support'), documentId)
}
