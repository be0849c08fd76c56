import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { RevenueDto } from './model.ts'

export async function revenue(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<RevenueDto> {
  throw unavailable('This page is being built', 60)
}
