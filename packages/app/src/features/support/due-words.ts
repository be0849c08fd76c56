import { duration } from '../../format/number.ts'

/** How long is left until then, or by how much it is past: `due in 12 min`, `overdue by 1 h 5 min`. */
export function dueInWords(dueAt: string, now: number): string {
  const left = (Date.parse(dueAt) - now) / 1_000
  return left < 0 ? `overdue by ${duration(-left)}` : `due in ${duration(left)}`
}
