import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Joins records to payers who became known without a webhook: by their token, or by verifying their address here. */
export const linkPayersJob = defineJob({
  name: 'link-payers',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 120,
  cron: '* * * * *',
  load: () => import('./link-payers-job.ts'),
})
