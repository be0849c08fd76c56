import type { Facts } from './facts.ts'

const words: Readonly<Record<string, string>> = { fixing: 'being fixed', false_alarm: 'false alarm' }
const inWords = (status: string) => words[status] ?? status

/** What a message says beside its figures: told again only when this is another. */
export const noticeState = ({ issue }: Facts): string =>
  [issue.status, issue.severity, ...(issue.recoveredAt ? ['recovered'] : [])].join(' ')

const settled = ['verified', 'closed', 'false_alarm']
export const saysSettled = (told: string): boolean => settled.includes(told.split(' ')[0] ?? '')

/** Channels that cannot edit say only that an issue opened, settled, or came back. */
export function isNews(told: string | null, facts: Facts): boolean {
  return told === null || saysSettled(told) !== facts.isSettled
}

const rate = (value: number | null | undefined) =>
  value === null || value === undefined ? null : `${value.toFixed(1)} %`

/** One line with the figures, when there are some. */
export function figuresLine({ issue }: Facts): string | null {
  const [now, usual] = [rate(issue.current?.rate), rate(issue.baseline?.rate)]
  if (!now || !usual) return null
  return `${now} of ${issue.current?.visits ?? 0} visits instead of ${usual}`
}

/** Such as `#41 high · open: pay → receipt fell to 41.2 %`. */
export function noticeLine({ issue }: Facts): string {
  const recovered = issue.recoveredAt ? ', rate recovered' : ''
  return `#${issue.number} ${issue.severity} · ${inWords(issue.status)}${recovered}: ${issue.title}`
}
