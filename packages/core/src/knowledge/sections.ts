import type { DocumentFormat } from '@quarterdeck/db'
import type { Section } from './chunking.ts'
import { pageEnd } from './content.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'

/** The sections of a document's content. A PDF's content is the text that was found in it, by pages. */
export function readSections(format: DocumentFormat, content: string): Section[] {
  switch (format) {
    case 'markdown':
      return readMarkdown(content)
    case 'html':
      return readHtml(content)
    case 'pdf':
      return content.split(pageEnd).map((text, index) => ({ headings: [`Page ${index + 1}`], text: text.trim() }))
    case 'text':
      return [{ headings: [], text: content.replace(/\r\n?/g, '\n').trim() }]
  }
}
