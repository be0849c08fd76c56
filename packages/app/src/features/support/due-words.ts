import { duration } from '../../format/number.ts'

/** How long is left until then, or by how much it is past: `Due in 12 min`, `Overdue by 1 h 5 min`; minutes suffice. */
export function dueInWords(dueAt: string, now: number): string {
  const left = (Date.parse(dueAt) - now) / 1_000
  const span = duration(Math.max(60, Math.round(Math.abs(left) / 60) * 60))
  return left < 0 ? `Overdue by ${span}` : `Due in ${span}`
}
