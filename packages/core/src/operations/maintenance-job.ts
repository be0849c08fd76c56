export { refreshStatistics as run } from './maintenance.ts'
