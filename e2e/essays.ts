/** Whole days before now, as the rows of an import say when something was submitted. */
export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T

/** Essay items over the last days, always the same: every status, channel, draft and turnaround, late ones too. */
export function essayRows(count: number, days = 58): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = (index * 7919) % 1009
    const status = pick(
      ['Completed', 'Completed', 'Completed', 'Assigned', 'Unassigned', 'Completed', 'Cancelled'],
      mixed,
    )
    const student = mixed % Math.max(5, Math.floor(count / 3))
    const draft = pick([1, 1, 2, 1, 3, 2, 4, '5+', 1], mixed)
    const isRated = status === 'Completed' && mixed % 4 !== 0
    return {
      item_id: `essay-${String(index + 1).padStart(5, '0')}`,
      student_id: mixed % 17 === 0 ? '' : `student-${student}`,
      student_acquisition_channel: pick(
        ['Referral', 'Organic search', 'School partner', 'Paid social', '', 'Referral'],
        student,
      ),
      student_is_multi_draft: student % 3 === 0,
      student_location: pick(['London', 'New York', 'Singapore', 'Toronto', 'Berlin', ''], student),
      draft,
      word_count: 250 + (mixed % 900),
      turnaround: pick(['Standard', 'Standard', 'Express', 'Urgent'], mixed),
      revenue: (35 + (mixed % 120) + mixed / 100).toFixed(2),
      essay_rating_numeric: isRated ? (6 + (mixed % 18) / 10 + (draft === 2 ? 0.6 : 0)).toFixed(2) : '',
      satisfaction_rating: isRated ? pick(['E+', 'E', 'E+', 'E+', 'E-'], mixed) : '',
      item_status: status,
      submitted_at: daysAgo(((index * 37) % (days * 24)) / 24),
      time_remaining_hours: status === 'Cancelled' ? '' : String(((mixed * 13) % 60) - 6 - (mixed % 97 === 0 ? 30 : 0)),
    }
  })
}
