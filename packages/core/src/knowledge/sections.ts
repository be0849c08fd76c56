import type { DocumentFormat } from '@quarterdeck/db'
import type { Section } from './chunking.ts'
import { readMarkdown } from './markdown.ts'

/** The sections of a document's content. A PDF's content is the text that was found in it. */
export function readSections(format: DocumentFormat, content: string): Section[] {
  if (format === 'markdown') return readMarkdown(content)
  return [{ headings: [], text: content.replace(/\r\n?/g, '\n').trim() }]
}
