import type { Deps, Scope } from '../kernel/index.ts'
import { notFound } from '../kernel/index.ts'
import type { GetDocumentInput } from './inputs.ts'
import type { ArticleDto } from './model.ts'
import { getDocument } from './queries.ts'
import { readSections } from './sections.ts'

/** The name of a section in a page's address: its headings in small letters and dashes; empty without a heading. */
export const anchorOf = (headings: readonly string[]): string =>
  headings
    .join(' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 120)

/**
 * A document as people read it, section by section.
 * @throws DomainError `not_found`
 */
export async function readArticle(deps: Pick<Deps, 'db'>, scope: Scope, input: GetDocumentInput): Promise<ArticleDto> {
  const { id, title, type, url, version, format, language, content, updatedAt } = await getDocument(deps, scope, input)
  const sections = readSections(format, content)
    .filter(({ text }) => text)
    .map(({ headings, text }) => ({ headings, anchor: anchorOf(headings), text }))
  return { documentId: id, title, type, url, version, language, marked: format === 'markdown', updatedAt, sections }
}

/**
 * The same for customers: what is not used for answers is not there.
 * @throws DomainError `not_found`
 */
export async function readActiveArticle(deps: Pick<Deps, 'db'>, scope: Scope, id: string): Promise<ArticleDto> {
  const { active } = await getDocument(deps, scope, { id })
  if (!active) throw notFound('This document')
  return readArticle(deps, scope, { id })
}
