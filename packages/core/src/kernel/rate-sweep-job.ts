import type { Deps } from './deps.ts'
import { sweepRateLimits } from './rate-limit.ts'

export const run = (deps: Deps): Promise<void> => sweepRateLimits(deps)
