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
export const placeNames = ['web', 'api', 'infra'] as const satisfies Place[]

export interface SamplePull {
  in: Place
  by: Developer
  title: string
  commits: readonly string[]
  /** How many hours ago the first commit was made. */
  began: number
  /** When it was merged, in hours ago, or closed without that; without both it is still open. */
  merged?: number
  closed?: number
  review: { by: Developer; state: 'approved' | 'changes_requested' | 'commented'; says: string }
  lines: readonly [additions: number, deletions: number, files: number]
}

/** Four weeks of work; the newest merge is what broke sign-up an hour ago, as the sample's visits tell. */
export const samplePulls: readonly SamplePull[] = [
  {
    ...{ in: 'api', by: 'jonas', title: 'Send one-time codes through the new SMS provider' },
    commits: ['Add the client of the new SMS provider', 'Send codes through it behind a flag', 'Turn the flag on'],
    ...{ began: 52, merged: 2.1, lines: [412, 96, 14] },
    review: { by: 'sara', state: 'approved', says: 'Reads well. Do we know their rate limit for one sender?' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Say why a code was refused, and offer another' },
    commits: ['Show the reason under the code field', 'Offer another code after 30 seconds'],
    ...{ began: 7, lines: [138, 22, 6] },
    review: { by: 'lea', state: 'changes_requested', says: 'The countdown should stop when the tab is hidden.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Keep the basket when a session ends' },
    commits: ['Store the basket under the visitor', 'Join both baskets after sign-in', 'Test joining two baskets'],
    ...{ began: 76, merged: 27, lines: [264, 71, 9] },
    review: { by: 'mei', state: 'approved', says: 'Joining by product and size is right. Nice tests.' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Refund part of an order' },
    commits: ['Allow refunds of single lines', 'Round refunds as the invoice was rounded'],
    ...{ began: 120, merged: 50, lines: [331, 48, 11] },
    review: { by: 'jonas', state: 'approved', says: 'The rounding test convinced me.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Move backups to another region' },
    commits: ['Copy nightly backups to a second region', 'Restore one every week, and tell when it fails'],
    ...{ began: 168, merged: 98, lines: [187, 12, 7] },
    review: {
      by: 'sara',
      state: 'approved',
      says: 'A restore that is tried every week is worth more than three copies.',
    },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Load product pictures when they come into view' },
    commits: ['Load pictures lazily', 'Reserve their room so that nothing jumps'],
    ...{ began: 150, merged: 121, lines: [96, 41, 5] },
    review: { by: 'lea', state: 'approved', says: 'The list is at 60 frames on my old telephone now.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Answer slow searches from a cache' },
    commits: ['Cache searches for a minute', 'Drop the cache when a product changes'],
    ...{ began: 200, merged: 148, lines: [152, 33, 6] },
    review: { by: 'tom', state: 'commented', says: 'Could we see the hit rate somewhere?' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Pay with a saved card in one step' },
    commits: [
      'List saved cards at the checkout',
      'Skip the address when it is known',
      'Ask the bank only when it must',
    ],
    ...{ began: 290, merged: 194, lines: [488, 120, 17] },
    review: { by: 'sara', state: 'changes_requested', says: 'A removed card must not be offered from the cache.' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Try the payment provider again when it does not answer' },
    commits: ['Retry with the same idempotency key', 'Give up after two minutes and tell the customer'],
    ...{ began: 262, merged: 220, lines: [174, 29, 5] },
    review: { by: 'jonas', state: 'approved', says: 'The key makes this safe. Approved.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Add a third web server before the campaign' },
    commits: ['Add a server', 'Drain connections before a server goes'],
    ...{ began: 275, merged: 245, lines: [64, 18, 4] },
    review: { by: 'jonas', state: 'approved', says: 'Good. The drain takes 20 s at most, as measured.' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Make the checkout readable for screen readers' },
    commits: ['Name every field of the checkout', 'Say mistakes as they are found', 'Test it with axe'],
    ...{ began: 360, merged: 292, lines: [221, 94, 13] },
    review: { by: 'lea', state: 'approved', says: 'The order of focus is much better now.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Count stock in one statement' },
    commits: ['Reserve stock with one update', 'Test two buyers of the last one'],
    ...{ began: 385, merged: 340, lines: [118, 142, 8] },
    review: { by: 'sara', state: 'approved', says: 'Fewer lines, and the race is gone.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Try a darker basket button' },
    commits: ['Try a darker basket button'],
    ...{ began: 400, closed: 352, lines: [12, 9, 2] },
    review: { by: 'mei', state: 'commented', says: 'It reads as disabled on some screens. Shall we leave it?' },
  },
  {
    ...{ in: 'api', by: 'sara', title: 'Export orders for the accountants' },
    commits: ['Export a month of orders as CSV', 'Stream it, so that a year fits too'],
    ...{ began: 460, merged: 412, lines: [203, 15, 6] },
    review: { by: 'tom', state: 'approved', says: 'Memory stays flat with a year of orders.' },
  },
  {
    ...{ in: 'infra', by: 'tom', title: 'Alert when the disk of the database is three quarters full' },
    commits: ['Alert at 75 percent of the disk'],
    ...{ began: 480, merged: 468, lines: [28, 3, 2] },
    review: { by: 'sara', state: 'approved', says: 'Yes please.' },
  },
  {
    ...{ in: 'web', by: 'mei', title: 'Remember the language of a visitor' },
    commits: ['Keep the language in the address', 'Translate e-mails by the same rule'],
    ...{ began: 530, merged: 486, lines: [167, 58, 10] },
    review: { by: 'lea', state: 'approved', says: 'Links keep their language too, good.' },
  },
  {
    ...{ in: 'api', by: 'jonas', title: 'Sign webhooks to partners' },
    commits: ['Sign what is sent to partners', 'Describe how to check it'],
    ...{ began: 590, merged: 540, lines: [142, 20, 7] },
    review: { by: 'sara', state: 'changes_requested', says: 'Please compare in constant time in the example.' },
  },
  {
    ...{ in: 'web', by: 'lea', title: 'Show when an order will arrive' },
    commits: ['Ask the carrier for a day', 'Show a range where it is not sure'],
    ...{ began: 640, merged: 596, lines: [196, 34, 8] },
    review: { by: 'mei', state: 'approved', says: 'The range is honest. I like it.' },
  },
]

export interface SampleCommit {
  in: Place
  /** Without it, somebody who has no account. */
  by?: Developer
  /** In hours. */
  ago: number
  message: string
}

/** Pushed without a pull request. */
export const sampleCommits: readonly SampleCommit[] = [
  { in: 'infra', by: 'tom', ago: 5, message: 'Raise the limit of open files' },
  { in: 'web', by: 'bot', ago: 30, message: 'Bump vite from 8.0.1 to 8.0.2' },
  { in: 'api', by: 'bot', ago: 54, message: 'Bump fastify from 5.6.0 to 5.6.1' },
  { in: 'infra', ago: 101, message: 'Rotate the certificates' },
  { in: 'api', by: 'jonas', ago: 130, message: 'Correct the time zone in the order e-mail' },
  { in: 'web', by: 'bot', ago: 198, message: 'Bump react from 19.2.0 to 19.2.1' },
  { in: 'api', by: 'sara', ago: 232, message: 'Log the request id with every refusal' },
  { in: 'infra', ago: 437, message: 'Rotate the certificates' },
  { in: 'web', by: 'lea', ago: 505, message: 'Correct the colour of links in the footer' },
]

export interface SampleIssue {
  in: Place
  by: Developer
  title: string
  /** In hours ago. */
  opened: number
  closed?: number
  comment?: { by: Developer; says: string }
}

export const sampleIssues: readonly SampleIssue[] = [
  {
    ...{ in: 'api', by: 'lea', title: 'Codes by SMS do not arrive on some telephones', opened: 0.8 },
    comment: { by: 'jonas', says: 'The provider answers “rate limited” since 2.14.0. I am looking at our sender id.' },
  },
  {
    ...{ in: 'web', by: 'sara', title: 'The basket is empty after signing in', opened: 110, closed: 27 },
    comment: { by: 'lea', says: 'It is the visitor’s basket that we drop. Joining both is in review.' },
  },
  {
    ...{ in: 'api', by: 'tom', title: 'Two buyers can take the last piece', opened: 420, closed: 340 },
    comment: { by: 'jonas', says: 'Found it: the count is read before the transaction begins.' },
  },
  { in: 'infra', by: 'jonas', title: 'A restore of the backup was never tried', opened: 260, closed: 98 },
  { in: 'web', by: 'mei', title: 'Pictures make the product list jump', opened: 210, closed: 121 },
]

export interface SampleRelease {
  in: Place
  by: Developer
  tag: string
  /** In hours. */
  ago: number
  says: string
}

export const sampleReleases: readonly SampleRelease[] = [
  { in: 'api', by: 'jonas', tag: 'v2.14.0', ago: 1.3, says: 'One-time codes go through the new SMS provider.' },
  { in: 'api', by: 'sara', tag: 'v2.13.2', ago: 46, says: 'Parts of an order can be refunded.' },
  { in: 'web', by: 'lea', tag: 'v5.8.0', ago: 190, says: 'Saved cards pay in one step.' },
  { in: 'api', by: 'sara', tag: 'v2.13.0', ago: 215, says: 'Payments survive a provider that does not answer.' },
]
