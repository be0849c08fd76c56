import type { DocumentFormat } from '@quarterdeck/db'

/** What stands in the content that was given, and what it is. */
export async function readContent(input: {
  content: string
  format?: DocumentFormat | undefined
}): Promise<{ content: string; format: DocumentFormat }> {
  const { content, format = 'markdown' } = input
  return { content: content.replaceAll('\u0000', ''), format }
}
