import type { Fonts, NamedFont, Weight } from './fonts.ts'

/** Words that look and lead alike. */
export interface Piece {
  text: string
  weight?: Weight
  color: string
  /** An address on the web, or the name of a place in the document. */
  link?: string | undefined
  goTo?: string | undefined
}

/** What is drawn at once: signs of one font and one look. */
export interface Run {
  text: string
  font: NamedFont
  piece: Piece
  width: number
}

/** What stays together on a line. */
interface Atom {
  runs: Run[]
  width: number
  direction: Direction
}

/** To where it is read; a space between words that are read to the left belongs to them. */
type Direction = 'right' | 'left' | 'space'

/** What stands in for a sign that no font has. */
const box = '□'

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
/** Signs between which a line may end although no space is there. */
const alone = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u
/** Signs that only say how the one before is to look. */
const shaping = /[\u200d-\u200f]|\u2060|[\ufe00-\ufe0f]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}]/gu
const atoms = new RegExp(
  `${alone.source}[.,;:!?)\\]”»。、，；：！？）」』]*\\s*|(?:(?!${alone.source})\\S)+\\s*|\\s+`,
  'gu',
)

/** Thai puts no spaces between words: a dictionary knows where a line may end. */
const thai = /\p{Script=Thai}/u
const thaiWords = new Intl.Segmenter('th', { granularity: 'word' })

export function wordsOf(text: string): string[] {
  if (!thai.test(text)) return [text]
  const words: string[] = []
  let isAfterWord = false
  for (const { segment, isWordLike = false } of thaiWords.segment(text)) {
    if (words.length === 0 || (isAfterWord && isWordLike)) words.push(segment)
    else words.push(`${words.pop() ?? ''}${segment}`)
    isAfterWord = isWordLike
  }
  return words
}

/** The ring of the vowel am stands below a tone, which fonts are told by its place: fontkit leaves it where it was written. */
const drawn = (text: string): string => text.replace(/([\u0e48-\u0e4b])\u0e33/g, '\u0e4d$1\u0e32')

const widthOf = ({ font }: NamedFont, text: string, size: number): number =>
  (font.layout(text).advanceWidth / font.unitsPerEm) * size

/** Prepares pieces to be set in lines. */
export function setLines(
  pieces: readonly Piece[],
  { fonts, width, size }: { fonts: Fonts; width: number; size: number },
): { lines: Run[][]; lost: number } {
  let lost = 0
  const runsOf = (text: string, piece: Piece): Run[] => {
    const weight = piece.weight ?? 'plain'
    const found: { text: string; font: NamedFont }[] = []
    for (const sign of drawn(text)) {
      const font = fonts.find(sign.codePointAt(0) ?? 0, weight)
      if (!font) lost += 1
      const shown = font ? { text: sign, font } : { text: box, font: fonts.primary(weight) }
      const last = found.at(-1)
      if (last?.font === shown.font) last.text += shown.text
      else found.push(shown)
    }
    return found.map(run => ({ ...run, piece, width: widthOf(run.font, run.text, size) }))
  }
  const atomOf = (text: string, piece: Piece): Atom => {
    const runs = runsOf(text, piece)
    const direction = rightToLeft.test(text) ? 'left' : text.trim() ? 'right' : 'space'
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0), direction }
  }
  const lines: Atom[][] = [[]]
  let left = width
  const place = (atom: Atom, text: string, piece: Piece): void => {
    const bare = widthOfBare(atom, text, size)
    if (bare > left && left < width) {
      lines.push([])
      left = width
    }
    // Longer than a line: an address, or a word without an end.
    if (bare > width && [...text].length > 1) {
      const half = Math.ceil([...text].length / 2)
      for (const part of [[...text].slice(0, half).join(''), [...text].slice(half).join('')])
        place(atomOf(part, piece), part, piece)
      return
    }
    lines.at(-1)?.push(atom)
    left -= atom.width
  }
  for (const piece of pieces)
    for (const [text] of piece.text.replace(shaping, '').matchAll(atoms))
      for (const part of partsOf(text).flatMap(wordsOf)) place(atomOf(part, piece), part, piece)
  return { lines: lines.map(line => inOrder(line).flatMap(({ runs }) => runs)).map(merged(size)), lost }
}

/** A space at the end of a line may stand beyond it. */
function widthOfBare({ runs, width }: Atom, text: string, size: number): number {
  const last = runs.at(-1)
  const spaces = /\s+$/.exec(text)?.[0]
  return last && spaces ? width - widthOf(last.font, spaces, size) : width
}

/** What follows a word that is read to the left is not a part of it. */
const partsOf = (text: string): string[] =>
  rightToLeft.test(text)
    ? (/^(.*?)([.,;:!?)\]”»]*)(\s*)$/su.exec(text)?.slice(1) ?? [text]).filter(part => part !== '')
    : [text]

/** Words that are read to the left stand so too, where several follow each other. */
export function inOrder<T extends { direction: Direction }>(line: readonly T[]): T[] {
  const ordered: T[] = []
  for (let at = 0; at < line.length; ) {
    let end = at
    for (let next = at; next < line.length && line[next]?.direction !== 'right'; next++)
      if (line[next]?.direction === 'left') end = next + 1
    const isLeft = line[at]?.direction === 'left'
    ordered.push(...(isLeft ? line.slice(at, end).toReversed() : line.slice(at, at + 1)))
    at = isLeft ? end : at + 1
  }
  return ordered
}

/** Words of one look that follow each other are drawn, and copied by readers, as one text. */
const merged =
  (size: number) =>
  (line: readonly Run[]): Run[] => {
    const found: Run[] = []
    for (const run of line) {
      const last = found.at(-1)
      const isSame = last?.font === run.font && last.piece === run.piece
      if (last && isSame && !rightToLeft.test(last.text + run.text)) {
        last.text += run.text
        last.width = widthOf(last.font, last.text, size)
      } else found.push({ ...run })
    }
    return found
  }
