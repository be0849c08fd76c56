import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Forgets refused events that are old, and keeps the embedded database quick. */
export const maintenanceJob = defineJob({
  name: 'maintenance',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '*/10 * * * *',
  load: () => import('./maintenance-job.ts'),
})
