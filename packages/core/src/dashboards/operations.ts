import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { OperationsDto } from './model.ts'

export async function operations(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<OperationsDto> {
  throw unavailable('This page is being built', 60)
}
