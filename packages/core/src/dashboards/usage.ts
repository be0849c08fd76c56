import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { UsageDto } from './model.ts'

export async function usage(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<UsageDto> {
  throw unavailable('This page is being built', 60)
}
