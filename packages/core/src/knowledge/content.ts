import type { DocumentFormat } from '@quarterdeck/db'
import { fileKind, invalid, largestFile, tooLarge } from '../kernel/index.ts'
import { clean, maxContent } from './inputs.ts'

/** Ends a page in the text of a PDF. */
export const pageEnd = '\f'

const wrong = (message: string) => invalid(message, [{ path: 'content', message }])

/** The text of a PDF, page by page. @throws DomainError `invalid` when it is none, or is locked. */
async function readPdf(bytes: Buffer): Promise<string> {
  if (!bytes.subarray(0, 1_024).includes('%PDF-')) throw wrong('This is not a PDF')
  // Large, and seldom wanted.
  const { extractText, getDocumentProxy } = await import('unpdf')
  const pages = await getDocumentProxy(new Uint8Array(bytes))
    .then(document => extractText(document, { mergePages: false }))
    .catch((error: unknown) => {
      throw wrong(`This PDF cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'it is damaged'}`)
    })
  return pages.text.join(pageEnd)
}

export interface ReadContent {
  content: string
  format: DocumentFormat
}

export interface UploadedFile {
  /** What people call it. */
  name: string
  content: Buffer
}

/** What stands in the content that was given, and what it is. */
export async function readContent(input: {
  content: string
  format?: DocumentFormat | undefined
}): Promise<ReadContent> {
  const { content, format = 'markdown' } = input
  const text = format === 'pdf' ? await readPdf(Buffer.from(content, 'base64')) : content
  return kept(text, format)
}

function kept(text: string, format: DocumentFormat): ReadContent {
  const content = clean(text)
  if (content.length > maxContent) throw wrong(`Its text has more than ${maxContent} characters: divide it`)
  return { content, format }
}

const isPage = (text: string) => {
  const beginning = text.slice(0, 2_000).replaceAll(/<!--[\s\S]*?-->/g, '')
  return /^\s*<(!doctype html|html)\b/i.test(beginning)
}

function formatOf(name: string, text: string): DocumentFormat {
  if (isPage(text) || /\.html?$/i.test(name)) return 'html'
  return /\.(md|markdown)$/i.test(name) ? 'markdown' : 'text'
}

/**
 * What stands in a file. What it is, its bytes say; its name only tells Markdown and HTML from plain text.
 * @throws DomainError `too_large` above 10 MB; `invalid` for all but PDFs and text in UTF-8
 */
export async function readFileContent({ name, content }: UploadedFile): Promise<ReadContent> {
  if (content.length > largestFile) throw tooLarge('A file may have 10 MB at most')
  const kind = fileKind(content)
  if (kind === 'application/pdf') return kept(await readPdf(content), 'pdf')
  if (kind !== 'text/plain') throw wrong('This is no PDF, and no text in UTF-8: Markdown, HTML or plain')
  // Without the mark that some editors begin a text with.
  const text = new TextDecoder().decode(content)
  return kept(text, formatOf(name, text))
}
