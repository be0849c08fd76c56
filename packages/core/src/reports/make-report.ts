import { reports } from '@quarterdeck/db'
import type { Deps, Scope } from '../kernel/index.ts'
import { namedReport } from './report-rows.ts'

/** Makes a report that was asked for. */
export async function makeReport(
  deps: Deps,
  scope: Scope,
  id: string,
  _options: { anew?: boolean } = {},
): Promise<void> {
  await deps.db
    .update(reports)
    .set({ status: 'failed', error: 'Reports cannot be written yet' })
    .where(namedReport(scope, id))
}
