/** The table "Who may import whom" of docs/ARCHITECTURE.md, as data. */

export type Right = 'all' | 'root' | 'types'

/** A place in the repository with its own rights. */
export interface Room {
  name: string
  /** Folder or file, from the root. The first room that fits wins. */
  path: string
  /** Names (without `@quarterdeck/`) of our packages that it may import, and how much: all doors, only `.`, only types. */
  may: Record<string, Right>
  /** `node`: no browser names. `browser`: no `node:` modules, no Node names. `any`: neither is checked. */
  runtime: 'node' | 'browser' | 'any'
  /** Files of the room, from its folder, with rights of their own. */
  more?: { files: RegExp; may: Record<string, Right> }[]
}

export const rooms: readonly Room[] = [
  { name: 'db', path: 'packages/db', may: {}, runtime: 'node' },
  { name: 'sdk for Node', path: 'packages/sdk/src/node', may: {}, runtime: 'node' },
  // Types alone: they are bundled into the published declarations, and nothing of ours is there when it runs.
  { name: 'sdk client', path: 'packages/sdk/src/client', may: { trpc: 'types' }, runtime: 'any' },
  { name: 'sdk scripts', path: 'packages/sdk/scripts', may: {}, runtime: 'node' },
  { name: 'sdk', path: 'packages/sdk', may: {}, runtime: 'browser' },
  // The root door of sdk is the wire contract: types, and the event names that both sides must spell alike.
  { name: 'core', path: 'packages/core', may: { db: 'all', sdk: 'root' }, runtime: 'node' },
  { name: 'trpc', path: 'packages/trpc', may: { core: 'all' }, runtime: 'node' },
  { name: 'app', path: 'packages/app', may: { trpc: 'types' }, runtime: 'browser' },
  {
    name: 'api',
    path: 'apps/api',
    // The sample data goes through the product's own tracker, and the tracker's file is served from here.
    may: { core: 'all', trpc: 'all', sdk: 'all' },
    runtime: 'node',
    more: [{ files: /^src\/(compose\.ts|cli\/.+)$/, may: { db: 'all' } }],
  },
  { name: 'web', path: 'apps/web', may: { app: 'all', sdk: 'all' }, runtime: 'browser' },
  { name: 'desktop renderer', path: 'apps/desktop/src/renderer', may: { app: 'all' }, runtime: 'browser' },
  { name: 'desktop bridge', path: 'apps/desktop/src/bridge.ts', may: {}, runtime: 'browser' },
  { name: 'desktop', path: 'apps/desktop', may: {}, runtime: 'any' },
  { name: 'bench', path: 'bench', may: { core: 'all', db: 'all', sdk: 'all', scripts: 'all' }, runtime: 'node' },
  // From core come the servers that stand in for Jira, GitHub, Slack and a model.
  { name: 'e2e', path: 'e2e', may: { sdk: 'all', db: 'all', core: 'all', scripts: 'all' }, runtime: 'any' },
  { name: 'scripts', path: 'scripts', may: {}, runtime: 'node' },
]

/** Domains of `packages/core/src`: each imports only domains of a lower rank, by their `index.ts`. */
export const ranks: Readonly<Record<string, number>> = {
  kernel: 0,
  identity: 1,
  billing: 2,
  tracking: 2,
  knowledge: 2,
  activity: 2,
  issues: 3,
  support: 3,
  essays: 3,
  'essay-requests': 3,
  reports: 3,
  dashboards: 4,
  operations: 4,
}

/** Folders whose files are examined. */
export const folders = ['packages', 'apps', 'bench', 'e2e', 'scripts'] as const

/** Tests and what only they use: may also import what their package declares. */
export const isTest = (path: string): boolean => /(\.test\.tsx?|\.spec\.ts)$|\/(testing|test|tests)\//.test(path)

/** May read `process.env`: the server's one reader, and what people start by hand. */
export const mayReadEnvironment = (path: string): boolean =>
  path === 'apps/api/src/env.ts' || isTest(path) || /^(scripts|bench|e2e)\/|\.config\.ts$/.test(path)

/** Modules that one file alone may import, because they may have to be replaced. */
export const keptBehind: readonly { module: RegExp; file: string }[] = [
  { module: /^(lucia|@lucia-auth\/.+)$/, file: 'packages/core/src/identity/sessions.ts' },
]

export const browserNames = [
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'location',
  'history',
  'HTMLElement',
  'XMLHttpRequest',
] as const

export const nodeNames = [
  'process',
  'Buffer',
  '__dirname',
  '__filename',
  'require',
  'module',
  'setImmediate',
  'NodeJS',
] as const
