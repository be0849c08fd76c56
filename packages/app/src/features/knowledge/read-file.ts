import type { KnowledgeDocument } from './knowledge-search.ts'

const formats: Readonly<Record<string, KnowledgeDocument['format']>> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
}

/** The format that a file's name tells; text where it tells none. */
export const formatOf = (name: string): KnowledgeDocument['format'] => {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  return Object.hasOwn(formats, ending) ? (formats[ending] ?? 'text') : 'text'
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** A file as `knowledge.add` takes it: its text, or its bytes in base64 where it is a PDF. */
export async function readFile(file: File) {
  const format = formatOf(file.name)
  const content = format === 'pdf' ? toBase64(new Uint8Array(await file.arrayBuffer())) : await file.text()
  return { content, format, source: file.name }
}
