import { z } from 'zod'
import { filtersInput } from '../essays/index.ts'
import { pageInput } from '../kernel/index.ts'

export const dashboardInput = z.strictObject({ filters: filtersInput }).prefault({})
export type DashboardInput = z.infer<typeof dashboardInput>

export const dashboardListInput = z.strictObject({ filters: filtersInput, ...pageInput }).prefault({})
export type DashboardListInput = z.infer<typeof dashboardListInput>
