export * from './identity.ts'
export * from './issues.ts'
export * from './kernel.ts'
export * from './tracking.ts'
