import type { Severity } from '@quarterdeck/db'
import { dashed, type Facts } from './facts.ts'

const priorities: Readonly<Record<Severity, string>> = {
  critical: 'Highest',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

/** Finds the ticket of an issue again when the answer to its creation was lost. */
export const ticketLabel = (issueId: string): string => `quarterdeck-${issueId}`

const text = (words: string, href?: string) => ({
  ...{ type: 'text', text: words },
  ...(href && { marks: [{ type: 'link', attrs: { href } }] }),
})
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const heading = (words: string) => ({ type: 'heading', attrs: { level: 3 }, content: [text(words)] })
const list = (lines: readonly string[]) => ({
  type: 'bulletList',
  content: lines.map(line => ({ type: 'listItem', content: [paragraph(text(line))] })),
})
/** Atlassian Document Format, version 1; it knows no empty texts and lists. */
const document = (...content: object[]) => ({ type: 'doc', version: 1, content })

/** What a ticket begins as; without its priority where a project has none. */
export function ticketFields({ issue, evidence, diagnosis, url }: Facts, withPriority: boolean) {
  const explained = diagnosis
    ? [
        heading('Diagnosis'),
        paragraph(text(`${diagnosis.rootCause} (${diagnosis.model ?? 'from the evidence alone, without a model'})`)),
        ...(diagnosis.actions.length > 0 ? [list(diagnosis.actions)] : []),
      ]
    : []
  return {
    summary: `#${issue.number} ${issue.title}`.replace(/\s+/g, ' ').slice(0, 255),
    description: document(
      heading('Evidence'),
      list(evidence),
      ...explained,
      paragraph(text('Issue in Quarterdeck', url)),
    ),
    labels: ['quarterdeck', 'conversion', issue.severity, dashed(issue.step), ticketLabel(issue.id)],
    ...(withPriority && { priority: { name: priorities[issue.severity] } }),
  }
}

/** Says on a ticket that a pull request belongs to it. */
export const pullRequestComment = (key: string | null, url: string) =>
  document(paragraph(text('Pull request '), text(key ?? url, url), text(` (${url})`)))
