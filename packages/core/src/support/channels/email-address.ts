/** `support+<conversation>@…`: clients that leave threading headers out still answer to it. */
export function replyAddress(inbound: string, conversationId: string): string {
  const at = inbound.lastIndexOf('@')
  return `${inbound.slice(0, at)}+${conversationId}${inbound.slice(at)}`
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** The conversation that one of these addresses names. */
export const conversationIn = (addresses: string): string | null =>
  new RegExp(`\\+(${uuid})@`, 'i').exec(addresses)?.[1]?.toLowerCase() ?? null

/** Ids in `Message-ID` that may be deliveries of ours. */
export const deliveriesIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(`<(${uuid})@[^>\\s]+>`, 'gi'))].flatMap(([, id]) => id?.toLowerCase() ?? [])

/** `Ana Silva <ana@example.com>` or the bare address. @returns null for what is none. */
export function readAddress(text: string): { address: string; name: string | null } | null {
  const [, quoted = '', bare = ''] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text) ?? ['', '', text.trim()]
  const address = bare.trim().toLowerCase()
  if (!/^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.?[^\s@<>"(),:;]+$/.test(address) || address.length > 254) return null
  const name = quoted
    .replace(/^"(.*)"$/, '$1')
    .replace(/\\(.)/g, '$1')
    .replace(/\p{C}/gu, '')
    .trim()
    .slice(0, 200)
  return { address, name: name || null }
}
