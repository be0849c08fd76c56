/** 10 MB. */
export const largestFile = 10 * 1_048_576

const signatures: readonly (readonly [type: string, ...beginnings: string[]])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e470d0a1a0a'],
  ['image/gif', Buffer.from('GIF87a').toString('hex'), Buffer.from('GIF89a').toString('hex')],
  ['application/pdf', Buffer.from('%PDF-').toString('hex')],
]

/** Control characters that no text has: all but tab, line feed, form feed and carriage return. */
const isControl = (byte: number) => byte < 32 && ![9, 10, 12, 13].includes(byte)

function isText(content: Uint8Array): boolean {
  if (content.some(isControl)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content)
    return true
  } catch {
    return false
  }
}

/**
 * What a file is, by what is in it; what its sender says counts for nothing.
 * @returns null for what we do not take: all but JPEG, PNG, GIF, PDF and text in UTF-8.
 */
export function fileKind(content: Uint8Array): string | null {
  if (content.length === 0) return null
  const start = Buffer.from(content.subarray(0, 8)).toString('hex')
  const known = signatures.find(([, ...beginnings]) => beginnings.some(beginning => start.startsWith(beginning)))
  return known?.[0] ?? (isText(content) ? 'text/plain' : null)
}
