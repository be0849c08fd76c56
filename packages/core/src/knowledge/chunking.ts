/** The longest chunk, and how much of one is said again in the next, in tokens. */
export const [maxTokens, overlapTokens] = [512, 128]

/** A part of a document under one heading. */
export interface Section {
  /** The headings above it, outermost first. */
  headings: string[]
  text: string
}

export interface Passage {
  headings: string[]
  content: string
  tokens: number
}

/** About how many tokens a model makes of a text: four bytes each, which holds for English prose within a tenth. */
export const countTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4)

/** Where a text may be cut: after sentences and lines. */
const ends = /(?<=[.!?…]["'’”)\]]?\s)|(?<=[。！？])|(?<=\n)/

/** Pieces that fit: sentences and lines, and parts of those that are too long, cut at spaces where there are any. */
function pieces(text: string): string[] {
  return text.split(ends).flatMap(sentence => {
    if (countTokens(sentence) <= overlapTokens) return [sentence]
    const parts: string[] = []
    let part = ''
    for (const word of sentence.split(/(?<=\s)/).flatMap(cutWord)) {
      if (part && countTokens(part + word) > overlapTokens) {
        parts.push(part)
        part = ''
      }
      part += word
    }
    return part ? [...parts, part] : parts
  })
}

/** A word longer than a piece may be is no word: it is cut anywhere. */
function cutWord(word: string): string[] {
  if (countTokens(word) <= overlapTokens) return [word]
  const characters = [...word]
  const parts: string[] = []
  for (let at = 0; at < characters.length; at += overlapTokens) {
    parts.push(characters.slice(at, at + overlapTokens).join(''))
  }
  return parts
}

/** The last pieces that together are at most the overlap. */
function tailOf(list: readonly string[]): string[] {
  const tail: string[] = []
  let tokens = 0
  for (const piece of list.toReversed()) {
    tokens += countTokens(piece)
    if (tokens > overlapTokens) break
    tail.unshift(piece)
  }
  return tail
}

function cutSection({ headings, text }: Section): Passage[] {
  const passages: Passage[] = []
  let current: string[] = []
  let tokens = 0
  const close = () => {
    const content = current.join('').trim()
    if (content) passages.push({ headings, content, tokens: countTokens(content) })
  }
  for (const piece of pieces(text)) {
    const size = countTokens(piece)
    if (current.length > 0 && tokens + size > maxTokens) {
      close()
      current = tailOf(current)
      tokens = current.reduce((sum, each) => sum + countTokens(each), 0)
    }
    current.push(piece)
    tokens += size
  }
  close()
  return passages
}

/** Cuts a document into passages: none spans two sections, and long sections overlap with themselves. */
export const cutIntoPassages = (sections: readonly Section[]): Passage[] => sections.flatMap(cutSection)
