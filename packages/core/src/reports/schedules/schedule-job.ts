import type { Deps } from '../../kernel/index.ts'
import { reportRunsJob } from './jobs.ts'
import { noteDue } from './note-due.ts'

export async function run(deps: Deps): Promise<void> {
  const daily = await noteDue(deps, 'daily')
  const weekly = await noteDue(deps, 'weekly')
  if (daily + weekly > 0) deps.log.info({ daily, weekly }, 'Reports are due')
  // Also when nothing is: runs may be open whose process died.
  await deps.jobs.enqueue(deps.db, reportRunsJob, {}, { once: 'all' })
}
