import type { Deps } from '../kernel/index.ts'
import { pruneRefused } from '../tracking/index.ts'
import { refreshStatistics } from './maintenance.ts'

export async function run(deps: Pick<Deps, 'database' | 'db' | 'clock'>): Promise<void> {
  await pruneRefused(deps)
  await refreshStatistics(deps)
}
