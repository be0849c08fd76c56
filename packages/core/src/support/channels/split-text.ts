/** What Twilio takes in one message, in characters (https://www.twilio.com/docs/api/errors/21617). */
export const longestPart = 1_600

/** Where text is best cut, best first. */
const seams = ['\n\n', '\n', '. ', ' ']

function cutOf(head: string): number {
  for (const seam of seams) {
    const at = head.lastIndexOf(seam)
    // A part of half the length or less costs more than the nicer seam is worth.
    if (at > head.length / 2) return at + seam.trimEnd().length
  }
  // Not between the halves of one character.
  return /[\uD800-\uDBFF]$/.test(head) ? head.length - 1 : head.length
}

/** A text in parts of at most `longest` characters, cut between paragraphs, lines, sentences or words where it can be. */
export function splitText(text: string, longest = longestPart): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > longest) {
    const cut = cutOf(rest.slice(0, longest))
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest ? [...parts, rest] : parts
}
