import { type Deps, type Scope, unavailable } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { QualityDto } from './model.ts'

export async function quality(_deps: Deps, _scope: Scope, _input: DashboardInput): Promise<QualityDto> {
  throw unavailable('This page is being built', 60)
}
