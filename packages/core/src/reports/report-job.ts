import { systemScope } from '../identity/index.ts'
import type { Deps } from '../kernel/index.ts'
import { makeReport } from './make-report.ts'
import { reportRunsJob } from './schedules/jobs.ts'

export async function run(
  deps: Deps,
  { workspaceId, reportId, anew = false }: { workspaceId: string; reportId: string; anew?: boolean | undefined },
): Promise<void> {
  await makeReport(deps, systemScope(workspaceId, 'reports'), reportId, { anew })
  // The run that it was due by ends with it, and the next has room.
  await deps.jobs.enqueue(deps.db, reportRunsJob, {}, { once: 'all' })
}
