import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Sends a link to set a new password. Null: nobody has the e-mail that was asked about, and nothing is to be done. */
export const passwordResetJob = defineJob({
  name: 'password-reset',
  input: z.strictObject({ personId: z.guid().nullable() }),
  retry: { limit: 3, delay: 10, maxDelay: 120 },
  timeLimit: 60,
  load: () => import('./password-reset-job.ts'),
})

/** Forgets sessions, refresh tokens and links that ended long enough ago to mean nothing. */
export const signInSweepJob = defineJob({
  name: 'sign-in-sweep',
  input: z.strictObject({}),
  retry: { limit: 1, delay: 60, maxDelay: 60 },
  timeLimit: 300,
  cron: '17 * * * *',
  load: () => import('./sign-in-sweep-job.ts'),
})
