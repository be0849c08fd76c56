import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

/** States of an issue in the order of its life, with their names on screen. */
export const statuses = {
  open: 'Open',
  diagnosed: 'Diagnosed',
  fixing: 'Fixing',
  fixed: 'Fixed',
  measuring: 'Measuring',
  verified: 'Verified',
  closed: 'Closed',
  false_alarm: 'False alarm',
} as const

export type Status = keyof typeof statuses
export const statusNames: readonly Status[] = [
  'open',
  'diagnosed',
  'fixing',
  'fixed',
  'measuring',
  'verified',
  'closed',
  'false_alarm',
]

export const severities = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const
export type Severity = keyof typeof severities
export const severityNames: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/** The search parameters of the issues page: `show=all` lifts the restriction to what is still open; `i` is the chosen
 * one; `of` says whose: the reader's own, or nobody's. */
export function readIssueSearch(search: RawSearch) {
  return compact({
    view: oneOf(search.view, ['table', 'board']),
    show: oneOf(search.show, ['all']),
    status: oneOf(search.status, statusNames),
    severity: oneOf(search.severity, severityNames),
    funnel: text(search.funnel, 64),
    of: oneOf(search.of, ['me', 'nobody']),
    q: text(search.q),
    i: text(search.i, 64),
    span: oneOf(search.span, ['7d']),
    by: oneOf(search.by, ['country', 'appVersion']),
  })
}

export type IssueSearch = ReturnType<typeof readIssueSearch>
