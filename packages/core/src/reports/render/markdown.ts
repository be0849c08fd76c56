import type { ActivityKind } from '@quarterdeck/db'
import type { ReportSection } from '../model.ts'

/** What the texts of a report are made from. */
export interface Rendered {
  title: string
  sections: readonly ReportSection[]
  notices: readonly string[]
  /** In the order of their numbers. */
  citations: readonly RenderedCitation[]
  /** Whose work; left out when it is everybody's. */
  subject?: string | null
}

export interface RenderedCitation {
  url: string
  kind: ActivityKind
  title: string | null
  text?: string
  repository: string
  actor: { login: string | null; name: string | null } | null
  occurredAt: Date
}

export const kindWords: Readonly<Record<ActivityKind, string>> = {
  pr_opened: 'pull request opened',
  pr_closed: 'pull request closed',
  pr_merged: 'pull request merged',
  review_submitted: 'review',
  review_comment: 'review comment',
  issue_opened: 'issue opened',
  issue_closed: 'issue closed',
  issue_comment: 'comment',
  commit: 'commit',
  release_published: 'release',
}

export const nothing = 'Nothing of this kind is on record.'
/** Of a report without a single claim it is said once. */
export const nothingAtAll = 'Nothing was done in this time, as far as is on record.'

export const isEmpty = (sections: readonly ReportSection[]): boolean =>
  sections.every(({ bullets }) => bullets.length === 0)

/** Numbers in a row as first and last. */
export function ranges(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else found.push([number, number])
  }
  return found
}

/** Signs that mean something to Markdown within a line lose it; code between backticks stays code. */
const escaped = (text: string) =>
  text
    .split(/(`[^`]+`)/)
    .map(part =>
      /^`[^`]+`$/.test(part) ? part : part.replace(/[\\`*[\]<|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&'),
    )
    .join('')

const inLink = (url: string) =>
  url.replace(/[()\s<>]/g, sign => encodeURIComponent(sign).replace('(', '%28').replace(')', '%29'))

/** How many numbers in a row stand one by one, and how many parts a list of numbers has. */
const oneByOne = 3
const mostParts = 8

function marks(numbers: readonly number[], citations: readonly RenderedCitation[]): string {
  const one = (number: number) => `[${number}](${inLink(citations[number - 1]?.url ?? '')})`
  const parts = ranges(numbers).flatMap(([first, last]) =>
    last - first < oneByOne
      ? Array.from({ length: last - first + 1 }, (_, index) => one(first + index))
      : [`${one(first)}–${one(last)}`],
  )
  if (parts.length === 0) return ''
  const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? 0]
  const words = parts.length > mostParts ? `${numbers.length} of ${one(first)}–${one(last)}` : parts.join(', ')
  return ` \\[${words}\\]`
}

function source({ url, kind, title, text, repository, actor, occurredAt }: RenderedCitation, index: number): string {
  const who = actor?.login ?? actor?.name
  const about = [kindWords[kind], repository, ...(who ? [who] : []), occurredAt.toISOString().slice(0, 10)]
  return `${index + 1}. [${escaped(title ?? text ?? url)}](${inLink(url)}): ${escaped(about.join(', '))}`
}

/** A report as Markdown: claims with links to what they stand on, and all sources below. */
export function toMarkdown({ title, sections, notices, citations, subject }: Rendered): string {
  const blocks = [
    `# ${escaped(subject ? `${title}: ${subject}` : title)}`,
    ...(isEmpty(sections) ? [nothingAtAll] : []),
    ...(isEmpty(sections) ? [] : sections).flatMap(section => [
      `## ${section.title}`,
      section.bullets
        .map(({ text, citations: numbers }) => `- ${escaped(text)}${marks(numbers, citations)}`)
        .join('\n') || nothing,
    ]),
    ...(notices.length > 0 ? ['## Notes', notices.map(notice => `- ${escaped(notice)}`).join('\n')] : []),
    ...(citations.length > 0 ? ['## Sources', citations.map(source).join('\n')] : []),
  ]
  return `${blocks.join('\n\n')}\n`
}
