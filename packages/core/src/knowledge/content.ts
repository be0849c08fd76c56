import type { DocumentFormat } from '@quarterdeck/db'
import { invalid } from '../kernel/index.ts'
import { clean } from './inputs.ts'

/** Ends a page in the text of a PDF. */
export const pageEnd = '\f'

const wrong = (message: string) => invalid(message, [{ path: 'content', message }])

/** The text of a PDF, page by page. @throws DomainError `invalid` when it is none, or is locked. */
async function readPdf(base64: string): Promise<string> {
  const bytes = Buffer.from(base64, 'base64')
  if (!bytes.subarray(0, 1_024).includes('%PDF-')) throw wrong('This is not a PDF: give the file in base64')
  // Large, and seldom wanted.
  const { extractText, getDocumentProxy } = await import('unpdf')
  const pages = await getDocumentProxy(new Uint8Array(bytes))
    .then(document => extractText(document, { mergePages: false }))
    .catch((error: unknown) => {
      throw wrong(`This PDF cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'it is damaged'}`)
    })
  return pages.text.join(pageEnd)
}

/** What stands in the content that was given, and what it is. */
export async function readContent(input: {
  content: string
  format?: DocumentFormat | undefined
}): Promise<{ content: string; format: DocumentFormat }> {
  const { content, format = 'markdown' } = input
  const text = format === 'pdf' ? await readPdf(content) : content
  return { content: clean(text), format }
}
