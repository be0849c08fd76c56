export interface TextPart {
  text: string
  /** Null: words. */
  href: string | null
}

const address = /\bhttps?:\/\/[^\s<>"“”]+/gi

/** What stands behind an address and is not of it: the end of a sentence, a bracket that was opened before it. */
function withoutEnd(found: string): string {
  const cut = found.replace(/[.,;:!?'’»…]+$/, '')
  const closes = cut.endsWith(')') && !cut.includes('(')
  return closes || (cut.endsWith(']') && !cut.includes('[')) ? withoutEnd(cut.slice(0, -1)) : cut
}

/** A text in parts: its words as they are, and the web addresses in it. Joined they are the text again. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    const href = withoutEnd(found)
    if (!URL.canParse(href)) continue
    if (index > from) parts.push({ text: text.slice(from, index), href: null })
    parts.push({ text: href, href })
    from = index + href.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null })
  return parts
}
