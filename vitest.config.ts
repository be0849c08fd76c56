import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { onceOnly, projectName, withDatabase, withoutDatabase } from './scripts/test/projects.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const prepareDatabase = folder('packages/db/src/testing/global-setup.ts')

/** What need not run on both engines has run on PGlite. */
const leftOut = (path: string) =>
  process.env.QUARTERDECK_TEST_ENGINE === 'postgres'
    ? onceOnly.flatMap(({ files }) =>
        files.flatMap(file => (file.startsWith(`${path}/`) ? file.slice(path.length + 1) : [])),
      )
    : []

const project = (path: string, needsDatabase: boolean) => ({
  extends: true as const,
  test: {
    name: projectName(path),
    root: folder(path),
    include: ['**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, ...leftOut(path)],
    ...(needsDatabase && existsSync(prepareDatabase) ? { globalSetup: [prepareDatabase] } : {}),
    // What Node runs as it stands needs no bundler to load it: each test file imports the product in half of the time.
    ...(needsDatabase ? { experimental: { viteModuleRunner: false } } : {}),
  },
})

export default defineConfig({
  test: {
    pool: 'forks',
    // A file waits about half of its time: for its database, its processes, its clock.
    maxWorkers: 3,
    // Against what hangs, not against a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [...withDatabase.map(path => project(path, true)), ...withoutDatabase.map(path => project(path, false))],
  },
})
