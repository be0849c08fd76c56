import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { SupportDto } from './model.ts'

export async function support(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<SupportDto> {
  throw unavailable('This page is being built', 60)
}
