import fc from 'fast-check'

/** An item as the tests make it up, before it is spelled for the import. */
export interface MadeUpItem {
  itemId: string
  studentId: string | null
  channel: string | null
  isMultiDraft: boolean | null
  location: string | null
  draft: number | '5+'
  turnaround: 'standard' | 'express' | 'urgent'
  /** In minor units. */
  revenue: number
  /** In hundredths. */
  rating: number | null
  satisfaction: 'E+' | 'E' | 'E-' | null
  status: 'unassigned' | 'assigned' | 'completed' | 'cancelled'
  submittedAt: number
  timeRemaining: number | null
}

const minute = 60_000
const maybe = <Value>(...values: Value[]) => fc.constantFrom<Value | null>(null, ...values)

/** Students who say the same in each of their items. */
const steady = [
  { studentId: 'fay', channel: 'Search', location: 'Oslo', isMultiDraft: true },
  { studentId: 'gus', channel: 'Friends', location: null, isMultiDraft: false },
  { studentId: 'hal', channel: null, location: 'lima', isMultiDraft: null },
]

/** Items of the weeks around a moment, of few students and channels, so that much falls together. */
export const madeUpItem = (around: Date): fc.Arbitrary<MadeUpItem> =>
  fc.tuple(anyItem(around), fc.constantFrom(...steady, {}, {}, {})).map(([item, same]) => ({ ...item, ...same }))

const anyItem = (around: Date): fc.Arbitrary<MadeUpItem> =>
  fc.record({
    itemId: fc.nat(60).map(n => `item ${n}`),
    studentId: maybe('ann', 'bob', 'cy', 'dee', 'eve'),
    channel: maybe('Search', 'Friends', 'École'),
    isMultiDraft: maybe(true, false),
    location: maybe('Oslo', 'Łódź', 'lima'),
    draft: fc.constantFrom<number | '5+'>(1, 1, 2, 2, 3, 4, 5, 7, '5+'),
    turnaround: fc.constantFrom('standard' as const, 'express' as const, 'urgent' as const),
    revenue: fc.nat(100_000),
    rating: fc.option(fc.nat(900)),
    satisfaction: maybe('E+' as const, 'E' as const, 'E-' as const),
    status: fc.constantFrom('unassigned' as const, 'assigned' as const, 'completed' as const, 'cancelled' as const),
    submittedAt: fc.oneof(
      fc.integer({ min: -20 * 1_440, max: 10 * 1_440 }).map(minutes => around.getTime() + minutes * minute),
      // Near the night in which the clocks change.
      fc.integer({ min: -300, max: 300 }).map(minutes => around.getTime() + minutes * minute),
    ),
    timeRemaining: fc.constantFrom(null, 0, 0.25, 5, -0.001, -12, -12.5, -24, -24.01, -80),
  })

/** The same in the other system's spelling. */
export const spelled = (item: MadeUpItem) => ({
  item_id: item.itemId,
  student_id: item.studentId,
  student_acquisition_channel: item.channel,
  student_is_multi_draft: item.isMultiDraft,
  student_location: item.location,
  draft: item.draft,
  word_count: 650,
  turnaround: item.turnaround,
  revenue: item.revenue,
  essay_rating_numeric: item.rating === null ? null : item.rating / 100,
  satisfaction_rating: item.satisfaction,
  item_status: item.status,
  submittedAtMs: item.submittedAt,
  time_remaining_hours: item.timeRemaining,
})
