import type { Deps } from '../../kernel/index.ts'
import { settleRuns } from './settle-runs.ts'
import { takeRuns } from './take-runs.ts'

export async function run(deps: Deps): Promise<void> {
  while ((await settleRuns(deps)) > 0);
  await takeRuns(deps)
}
