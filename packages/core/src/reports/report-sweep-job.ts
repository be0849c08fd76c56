import type { Deps } from '../kernel/index.ts'
import { sweepReports } from './sweep.ts'

export const run = (deps: Deps): Promise<void> => sweepReports(deps)
