/** Whoever works in the sample's repositories; the number is GitHub's, far from any that it gave away. */
export const sampleDevelopers = {
  mei: { id: 900_000_001, login: 'mei-sample', name: 'Mei Tanaka', type: 'User' },
  jonas: { id: 900_000_002, login: 'jonas-sample', name: 'Jonas Lind', type: 'User' },
  sara: { id: 900_000_003, login: 'sara-sample', name: 'Sara Okafor', type: 'User' },
  tom: { id: 900_000_004, login: 'tom-sample', name: 'Tom Alvarez', type: 'User' },
  lea: { id: 900_000_005, login: 'lea-sample', name: 'Léa Moreau', type: 'User' },
  bot: { id: 900_000_006, login: 'updates-sample[bot]', name: 'Updates', type: 'Bot' },
} as const
export type Developer = keyof typeof sampleDevelopers

/** `.example` is nobody's: the addresses of facts lead nowhere. */
export const sampleOwner = 'northwind-sample'
export const sampleHost = 'https://github.example'

export const sampleRepositories = {
  web: {
    id: 900_000_101,
    name: 'shop-web',
    description: 'The shop as customers see it',
    language: 'TypeScript',
    isPrivate: true,
  },
  api: {
    id: 900_000_102,
    name: 'shop-api',
    description: 'Orders, sign-up and payments',
    language: 'TypeScript',
    isPrivate: true,
  },
  infra: {
    id: 900_000_103,
    name: 'infrastructure',
    description: 'Where it all runs',
    language: 'HCL',
    isPrivate: true,
  },
} as const
export type Place = keyof typeof sampleRepositories

export interface SamplePull {
  in: Place
  by: Developer
  title: string
  commits: readonly string[]
  /** When the first commit was made, and when it was merged; without that it is still open, or closed. */
  beganHoursAgo: number
  mergedHoursAgo?: number
  closedHoursAgo?: number
  review?: { by: Developer; state: 'approved' | 'changes_requested' | 'commented'; says: string }
  lines: readonly [additions: number, deletions: number, files: number]
}

/** Four weeks of work; the newest merge is what broke sign-up an hour ago, as the sample's visits tell. */
export const samplePulls: readonly SamplePull[] = [
  {
    ...{ in: 'api', by: 'jonas', title: 'Send one-time codes through the new SMS provider' },
    commits: ['Add the client of the new SMS provider', 'Send codes through it behind a flag', 'Turn the flag on'],
    ...{ beganHoursAgo: 52, mergedHoursAgo: 2.1, lines: [412, 96, 14] },
    review: { by: 'sara', state: 'approved', says: 'Reads well. Do we know their rate limit for one sender?' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Say why a code was refused, and offer another' },
    commits: ['Show the reason under the code field', 'Offer another code after 30 seconds'],
    ...{ beganHoursAgo: 7, lines: [138, 22, 6] },
    review: { by: 'lea', state: 'changes_requested', says: 'The countdown should stop when the tab is hidden.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Keep the basket when a session ends' },
    commits: ['Store the basket under the visitor', 'Join both baskets after sign-in', 'Test joining two baskets'],
    ...{ beganHoursAgo: 76, mergedHoursAgo: 27, lines: [264, 71, 9] },
    review: { by: 'mei', state: 'approved', says: 'Joining by product and size is right. Nice tests.' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Refund part of an order' },
    commits: ['Allow refunds of single lines', 'Round refunds as the invoice was rounded'],
    ...{ beganHoursAgo: 120, mergedHoursAgo: 50, lines: [331, 48, 11] },
    review: { by: 'jonas', state: 'approved', says: 'The rounding test convinced me.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Move backups to another region' },
    commits: ['Copy nightly backups to a second region', 'Restore one every week, and tell when it fails'],
    ...{ beganHoursAgo: 168, mergedHoursAgo: 98, lines: [187, 12, 7] },
    review: { by: 'sara', state: 'approved', says: 'A restore that is tried every week is worth more than three copies.' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Load product pictures when they come into view' },
    commits: ['Load pictures lazily', 'Reserve their room so that nothing jumps'],
    ...{ beganHoursAgo: 150, mergedHoursAgo: 121, lines: [96, 41, 5] },
    review: { by: 'lea', state: 'approved', says: 'The list is at 60 frames on my old telephone now.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Answer slow searches from a cache' },
    commits: ['Cache searches for a minute', 'Drop the cache when a product changes'],
    ...{ beganHoursAgo: 200, mergedHoursAgo: 148, lines: [152, 33, 6] },
    review: { by: 'tom', state: 'commented', says: 'Could we see the hit rate somewhere?' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Pay with a saved card in one step' },
    commits: ['List saved cards at the checkout', 'Skip the address when it is known', 'Ask the bank only when it must'],
    ...{ beganHoursAgo: 290, mergedHoursAgo: 194, lines: [488, 120, 17] },
    review: { by: 'sara', state: 'changes_requested', says: 'A removed card must not be offered from the cache.' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Try the payment provider again when it does not answer' },
    commits: ['Retry with the same idempotency key', 'Give up after two minutes and tell the customer'],
    ...{ beganHoursAgo: 262, mergedHoursAgo: 220, lines: [174, 29, 5] },
    review: { by: 'jonas', state: 'approved', says: 'The key makes this safe. Approved.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Add a third web server before the campaign' },
    commits: ['Add a server', 'Drain connections before a server goes'],
    ...{ beganHoursAgo: 275, mergedHoursAgo: 245, lines: [64, 18, 4] },
    review: { by: 'jonas', state: 'approved', says: 'Good. The drain takes 20 s at most, as measured.' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Make the checkout readable for screen readers' },
    commits: ['Name every field of the checkout', 'Say mistakes as they are found', 'Test it with axe'],
    ...{ beganHoursAgo: 360, mergedHoursAgo: 292, lines: [221, 94, 13] },
    review: { by: 'lea', state: 'approved', says: 'The order of focus is much better now.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Count stock in one statement' },
    commits: ['Reserve stock with one update', 'Test two buyers of the last one'],
    ...{ beganHoursAgo: 385, mergedHoursAgo: 340, lines: [118, 142, 8] },
    review: { by: 'sara', state: 'approved', says: 'Fewer lines, and the race is gone.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Try a darker basket button' },
    commits: ['Try a darker basket button'],
    ...{ beganHoursAgo: 400, closedHoursAgo: 352, lines: [12, 9, 2] },
    review: { by: 'mei', state: 'commented', says: 'It reads as disabled on some screens. Shall we leave it?' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Export orders for the accountants' },
    commits: ['Export a month of orders as CSV', 'Stream it, so that a year fits too'],
    ...{ beganHoursAgo: 460, mergedHoursAgo: 412, lines: [203, 15, 6] },
    review: { by: 'tom', state: 'approved', says: 'Memory stays flat with a year of orders.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Alert when the disk of the database is three quarters full' },
    commits: ['Alert at 75 percent of the disk'],
    ...{ beganHoursAgo: 480, mergedHoursAgo: 468, lines: [28, 3, 2] },
    review: { by: 'sara', state: 'approved', says: 'Yes please.' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Remember the language of a visitor' },
    commits: ['Keep the language in the address', 'Translate e-mails by the same rule'],
    ...{ beganHoursAgo: 530, mergedHoursAgo: 486, lines: [167, 58, 10] },
    review: { by: 'lea', state: 'approved', says: 'Links keep their language too, good.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Sign webhooks to partners' },
    commits: ['Sign what is sent to partners', 'Describe how to check it'],
    ...{ beganHoursAgo: 590, mergedHoursAgo: 540, lines: [142, 20, 7] },
    review: { by: 'sara', state: 'changes_requested', says: 'Please compare in constant time in the example.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Show when an order will arrive' },
    commits: ['Ask the carrier for a day', 'Show a range where it is not sure'],
    ...{ beganHoursAgo: 640, mergedHoursAgo: 596, lines: [196, 34, 8] },
    review: { by: 'mei', state: 'approved', says: 'The range is honest. I like it.' },
  },
]

/** Pushed without a pull request; without `by`, by somebody who has no account. */
export const sampleCommits: ReadonlyArray<{ in: Place; by?: Developer; hoursAgo: number; message: string }> = [
  { in: 'infra', by: 'tom', hoursAgo: 5, message: 'Raise the limit of open files' },
  { in: 'web', by: 'bot', hoursAgo: 30, message: 'Bump vite from 8.0.1 to 8.0.2' },
  { in: 'api', by: 'bot', hoursAgo: 54, message: 'Bump fastify from 5.6.0 to 5.6.1' },
  { in: 'infra', hoursAgo: 101, message: 'Rotate the certificates' },
  { in: 'api', by: 'jonas', hoursAgo: 130, message: 'Correct the time zone in the order e-mail' },
  { in: 'web', by: 'bot', hoursAgo: 198, message: 'Bump react from 19.2.0 to 19.2.1' },
  { in: 'api', by: 'sara', hoursAgo: 232, message: 'Log the request id with every refusal' },
  { in: 'infra', hoursAgo: 437, message: 'Rotate the certificates' },
  { in: 'web', by: 'lea', hoursAgo: 505, message: 'Correct the colour of links in the footer' },
]

export interface SampleIssue {
  in: Place
  by: Developer
  title: string
  openedHoursAgo: number
  closedHoursAgo?: number
  comment?: { by: Developer; says: string }
}

export const sampleIssues: readonly SampleIssue[] = [
  {
    ...{ in: 'api', by: 'lea', title: 'Codes by SMS do not arrive on some telephones', openedHoursAgo: 0.8 },
    comment: { by: 'jonas', says: 'The provider answers “rate limited” since 2.14.0. I am looking at our sender id.' },
  },
  {
    ...{ in: 'web', by: 'sara', title: 'The basket is empty after signing in', openedHoursAgo: 110, closedHoursAgo: 27 },
    comment: { by: 'lea', says: 'It is the visitor’s basket that we drop. Joining both is in review.' },
  },
  {
    ...{ in: 'api', by: 'tom', title: 'Two buyers can take the last piece', openedHoursAgo: 420, closedHoursAgo: 340 },
    comment: { by: 'jonas', says: 'Found it: the count is read before the transaction begins.' },
  },
  { in: 'infra', by: 'jonas', title: 'A restore of the backup was never tried', openedHoursAgo: 260, closedHoursAgo: 98 },
  { in: 'web', by: 'mei', title: 'Pictures make the product list jump', openedHoursAgo: 210, closedHoursAgo: 121 },
]

export const sampleReleases: ReadonlyArray<{ in: Place; by: Developer; tag: string; hoursAgo: number; says: string }> = [
  { in: 'api', by: 'jonas', tag: 'v2.14.0', hoursAgo: 1.3, says: 'One-time codes go through the new SMS provider.' },
  { in: 'api', by: 'sara', tag: 'v2.13.2', hoursAgo: 46, says: 'Parts of an order can be refunded.' },
  { in: 'web', by: 'lea', tag: 'v5.8.0', hoursAgo: 190, says: 'Saved cards pay in one step.' },
  { in: 'api', by: 'sara', tag: 'v2.13.0', hoursAgo: 215, says: 'Payments survive a provider that does not answer.' },
]
