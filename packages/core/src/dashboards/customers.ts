import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { CustomersDto } from './model.ts'

export async function customers(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<CustomersDto> {
  throw unavailable('This page is being built', 60)
}
