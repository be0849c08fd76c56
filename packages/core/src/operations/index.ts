export type * from './model.ts'
export { getCounts, getWorkspace, removeSample } from './workspace.ts'
