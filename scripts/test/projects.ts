/** Projects whose tests open a database; `pnpm test` runs them once on each engine. */
export const withDatabase = ['packages/db', 'packages/core', 'packages/trpc', 'apps/api'] as const

/** Projects whose tests need none. */
export const withoutDatabase = ['packages/sdk', 'packages/app', 'apps/web', 'apps/desktop', 'scripts', 'bench'] as const

/** What vitest calls the project in a folder. */
export const projectName = (folder: string): string => folder.replace(/^.*\//, '')
