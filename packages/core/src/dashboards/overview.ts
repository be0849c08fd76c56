import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { OverviewDto } from './model.ts'

export async function overview(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<OverviewDto> {
  throw unavailable('This page is being built', 60)
}
