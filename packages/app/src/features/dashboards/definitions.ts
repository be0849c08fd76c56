import type { Kind, Wish } from './figures.ts'

/** A number of the dashboards. */
export interface Definition {
  label: string
  kind: Kind
  /** Which way is good. */
  wish?: Wish
  /** What it means, and how it is computed. */
  text: string
}

/** The numbers of the dashboards, by the names under which the server sends them. */
export const definitions = {
  netRevenue: {
    label: 'Net revenue',
    kind: 'money',
    wish: 'up',
    text: 'Revenue of the items submitted on these days, cancelled ones left out.',
  },
  totalRevenue: {
    label: 'Gross revenue',
    kind: 'money',
    wish: 'up',
    text: 'Revenue of all items submitted on these days, cancelled and unassigned ones too.',
  },
  cancelledRevenue: {
    label: 'Cancelled',
    kind: 'money',
    wish: 'down',
    text: 'Revenue of the cancelled items: the difference between the two sums.',
  },
  lostRevenue: {
    label: 'Revenue at risk',
    kind: 'money',
    wish: 'down',
    text: 'Revenue of the items that nobody works on yet.',
  },
  avgRevenue: {
    label: 'Revenue an item',
    kind: 'money',
    wish: 'up',
    text: 'Revenue without cancelled items, divided by the items that are not cancelled.',
  },
  essays: { label: 'Items', kind: 'count', wish: 'up', text: 'Items submitted on these days, whatever their status.' },
  activeCustomers: {
    label: 'Active customers',
    kind: 'count',
    wish: 'up',
    text: 'Students with at least one item that is not cancelled, each counted once.',
  },
  students: {
    label: 'Students',
    kind: 'count',
    wish: 'up',
    text: 'Students with at least one item, cancelled ones too, each counted once.',
  },
  multiDraftRate: {
    label: 'Multi-draft customers',
    kind: 'percent',
    wish: 'up',
    text: 'Of the students of these days, the share that sends several drafts of an essay.',
  },
  avgLtv: {
    label: 'Revenue a customer',
    kind: 'money',
    wish: 'up',
    text: 'Revenue, with cancelled items, divided by students.',
  },
  essaysPerStudent: {
    label: 'Items a student',
    kind: 'ratio',
    wish: 'up',
    text: 'Items that name their student, divided by students.',
  },
  avgRating: {
    label: 'Average rating',
    kind: 'rating',
    wish: 'up',
    text: 'Mean rating, of 9, of the completed items that have one.',
  },
  ePlusRate: {
    label: 'E+ rate',
    kind: 'percent',
    wish: 'up',
    text: 'Of all completed items, the share rated E+. Items without a rating count as not E+.',
  },
  rated: { label: 'Rated', kind: 'count', wish: 'up', text: 'Completed items that have a rating.' },
  completed: { label: 'Completed', kind: 'count', wish: 'up', text: 'Items whose status is completed.' },
  qualityLift: {
    label: 'Quality lift, draft 1 to 2',
    kind: 'lift',
    wish: 'up',
    text: 'Mean rating of second drafts minus that of first drafts.',
  },
  onTimeRate: {
    label: 'On time',
    kind: 'percent',
    wish: 'up',
    text: 'Of the items whose time left is known, the share with more than 0 hours left. Exactly 0 is neither on time nor late.',
  },
  late: {
    label: 'Late',
    kind: 'count',
    wish: 'down',
    text: 'Items with less than 0 hours left, whatever their status.',
  },
  unassigned: { label: 'Unassigned', kind: 'count', wish: 'down', text: 'Items that nobody works on yet.' },
  completionRate: {
    label: 'Completion rate',
    kind: 'percent',
    wish: 'up',
    text: 'Of all items, the share that is completed.',
  },
  cancellationRate: {
    label: 'Cancellation rate',
    kind: 'percent',
    wish: 'down',
    text: 'Of all items, the share that was cancelled.',
  },
  maxHoursLate: {
    label: 'Latest by',
    kind: 'hours',
    wish: 'down',
    text: 'Hours by which the latest of the late items is late.',
  },
  conversations: { label: 'Conversations', kind: 'count', text: 'Conversations that began on these days.' },
  resolved: { label: 'Resolved', kind: 'count', wish: 'up', text: 'Of these conversations, those that are resolved.' },
  firstResponseSeconds: {
    label: 'First answer, median',
    kind: 'seconds',
    wish: 'down',
    text: 'Median time to the first answer, of those that were answered.',
  },
  resolutionSeconds: {
    label: 'Resolution, median',
    kind: 'seconds',
    wish: 'down',
    text: 'Median time from the beginning to the resolution, of those that were resolved.',
  },
  csat: {
    label: 'Satisfaction, of 5',
    kind: 'score',
    wish: 'up',
    text: 'Mean of the ratings that customers gave, from 1 to 5.',
  },
  escalationRate: {
    label: 'Handed to a person',
    kind: 'percent',
    wish: 'down',
    text: 'Of these conversations, the share that was handed to a person.',
  },
  assistantRate: {
    label: 'By the assistant',
    kind: 'percent',
    wish: 'up',
    text: 'Of the conversations that were answered, the share that the assistant answered alone.',
  },
  events: { label: 'Events', kind: 'count', wish: 'up', text: 'Events that happened on these days.' },
  visits: {
    label: 'Visits',
    kind: 'count',
    wish: 'up',
    text: 'Visits with an event on these days. A visit ends after 30 minutes without one.',
  },
  people: {
    label: 'People',
    kind: 'count',
    wish: 'up',
    text: 'People with an event on these days, each counted once, also those who came before they signed in.',
  },
  newPeople: {
    label: 'New people',
    kind: 'count',
    wish: 'up',
    text: 'People whose first event ever happened on these days.',
  },
  eventsPerVisit: { label: 'Events a visit', kind: 'ratio', text: 'Events divided by visits.' },
  errorRate: {
    label: 'Events with an error',
    kind: 'percent',
    wish: 'down',
    text: 'Of all events, the share that carries an error.',
  },
} as const satisfies Readonly<Record<string, Definition>>

export type FigureName = keyof typeof definitions
