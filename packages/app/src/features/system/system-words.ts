import type { Outputs } from '../../data/api.ts'
import { toMs } from '../../format/time.ts'
import type { Tone } from '../../ui/chip.tsx'

export type System = Outputs['system']['get']
export type Connection = System['connections'][number]
export type JobKind = Outputs['system']['jobs']['items'][number]

export const engines: Readonly<Record<System['engine'], string>> = { postgres: 'Postgres', pglite: 'Embedded' }

export const connectionNames: Readonly<Record<Connection['name'], string>> = {
  mailServer: 'Mail server',
  clerkSignIn: 'Clerk sign-in',
  clerk: 'Clerk webhook',
  stripe: 'Stripe webhook',
  bucket: 'Bucket for files',
  embeddings: 'Embedding model',
  jira: 'Jira',
  github: 'GitHub',
  githubWebhook: 'GitHub webhook',
  twilio: 'Twilio',
  inboundEmail: 'E-mail in',
  slack: 'Slack',
  email: 'E-mail about issues',
  webhook: 'Outgoing webhook',
  model: 'Model',
}

/** Work that could be done is taken within seconds: a queue that is this late has nobody, or too much. In ms. */
const late = 120_000
const veryLate = 900_000

/** How long the oldest has waited that could be done, in ms; 0 when nothing waits. */
export const lagOf = (jobs: readonly JobKind[], now: number): number =>
  Math.max(0, ...jobs.map(({ oldestAt }) => (oldestAt ? now - toMs(oldestAt) : 0)))

/** Nothing to say of what is in time. */
export function lagTone(lag: number): Tone | undefined {
  if (lag < late) return undefined
  return lag < veryLate ? 'amber' : 'red'
}

/** What needs a look first: what is late, then what failed, then by name. */
export function byUrgency(jobs: readonly JobKind[], now: number): JobKind[] {
  const rank = (job: JobKind) => (lagTone(lagOf([job], now)) ? 0 : job.failed > 0 ? 1 : 2)
  return jobs.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

export const total = (jobs: readonly JobKind[], key: 'waiting' | 'later' | 'running' | 'failed'): number =>
  jobs.reduce((sum, job) => sum + job[key], 0)
