export interface MarkedPart {
  part: string
  marked: boolean
}

/**
 * A text in parts, those marked that are words of the terms. Terms are stems, as the server finds by them (`ship`,
 * `deliveri`): a word is one of theirs that begins as the stem does, but for its last sign.
 */
export function markTerms(text: string, terms: readonly string[]): MarkedPart[] {
  const beginnings = terms.map(term => (term.length > 4 ? term.slice(0, -1) : term))
  const isTheirs = (word: string) => {
    const small = word.toLowerCase()
    return beginnings.some(beginning => small.startsWith(beginning) && small.length <= beginning.length + 5)
  }
  const parts: MarkedPart[] = []
  for (const part of text.split(/([\p{L}\p{N}]+)/u)) {
    const marked = /^[\p{L}\p{N}]/u.test(part) && isTheirs(part)
    const last = parts.at(-1)
    if (last && last.marked === marked && !marked) last.part += part
    else if (part) parts.push({ part, marked })
  }
  return parts
}
