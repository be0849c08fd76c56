import type { Message } from './companion.ts'

/** A piece of an answer: words, a number with the call that holds it (null: none does), or the name of a call. */
export type Segment =
  | { kind: 'words'; text: string }
  | { kind: 'number'; text: string; call: number | null }
  | { kind: 'call'; number: number }

const named = /\[q(\d{1,6})\]/g

/** Cuts an answer at its numbers and at the calls that it names. */
export function segmentsOf({ content, numbers }: Pick<Message, 'content' | 'numbers'>): Segment[] {
  const marks = [
    ...numbers.map(({ start, end, call }) => ({
      ...{ start, end },
      segment: { kind: 'number' as const, text: content.slice(start, end), call },
    })),
    ...[...content.matchAll(named)].map(match => ({
      start: match.index,
      end: match.index + match[0].length,
      segment: { kind: 'call' as const, number: Number(match[1]) },
    })),
  ].sort((a, b) => a.start - b.start)
  const segments: Segment[] = []
  let at = 0
  for (const { start, end, segment } of marks) {
    if (start < at) continue
    if (start > at) segments.push({ kind: 'words', text: content.slice(at, start) })
    segments.push(segment)
    at = end
  }
  if (at < content.length) segments.push({ kind: 'words', text: content.slice(at) })
  return segments
}
