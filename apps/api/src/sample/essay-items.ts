import { days } from '@quarterdeck/core/kernel'
import { createRandom } from './visits.ts'

const channels = ['Search', 'Friends', 'School', 'Social', null]
const places = ['Boston', 'London', 'Lagos', 'Seoul', 'Toronto', 'São Paulo', null]
const prices = { Standard: 0.06, Express: 0.09, Urgent: 0.14 }
type Turnaround = keyof typeof prices

const howMany = 420
/** Twice the longest preset, so that every period has one before it. */
const span = 180

/** Made-up essays of half a year, in the spelling of the system that they come from. Students come back. */
export function sampleEssays(now: Date): Record<string, unknown>[] {
  const random = createRandom(4)
  const one = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)]
  return Array.from({ length: howMany }, (_, index) => {
    const student = Math.floor(random() ** 2 * 110)
    // More of them lately.
    const age = random() ** 1.4 * span
    const turnaround: Turnaround = random() < 0.6 ? 'Standard' : random() < 0.65 ? 'Express' : 'Urgent'
    const draft = 1 + Math.floor(random() ** 2 * 5.4)
    const wordCount = 250 + Math.floor(random() * 800)
    const fresh = age < 2
    const status = fresh ? (one(['Unassigned', 'Assigned']) ?? '') : random() < 0.93 ? 'Completed' : 'Cancelled'
    const done = status === 'Completed'
    return {
      item_id: `sample-${index + 1}`,
      student_id: `sample-student-${student}`,
      student_acquisition_channel: channels[student % channels.length],
      student_is_multi_draft: student % 3 !== 0,
      student_location: places[student % places.length],
      draft: draft >= 5 ? '5+' : draft,
      word_count: wordCount,
      turnaround,
      revenue: (wordCount * prices[turnaround]).toFixed(2),
      essay_rating_numeric: done && random() < 0.8 ? (6 + random() * 2.2 + Math.min(draft, 4) * 0.2).toFixed(1) : null,
      satisfaction_rating: done && random() < 0.7 ? one(['E+', 'E+', 'E+', 'E', 'E', 'E-']) : null,
      item_status: status,
      submitted_at: new Date(now.getTime() - age * days(1)).toISOString(),
      time_remaining_hours: done ? (random() * 40 - 4).toFixed(1) : null,
    }
  })
}
