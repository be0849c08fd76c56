import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

export const linkActorsJob = defineJob({
  name: 'link-actors',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 120,
  cron: '17 * * * *',
  load: () => import('./link-job.ts'),
})
