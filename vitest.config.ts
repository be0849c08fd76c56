import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { projectName, withDatabase, withoutDatabase } from './scripts/test/projects.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const prepareDatabase = folder('packages/db/src/testing/global-setup.ts')

const project = (path: string, needsDatabase: boolean) => ({
  extends: true as const,
  test: {
    name: projectName(path),
    root: folder(path),
    include: ['**/*.test.{ts,tsx}'],
    ...(needsDatabase && existsSync(prepareDatabase) ? { globalSetup: [prepareDatabase] } : {}),
  },
})

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [...withDatabase.map(path => project(path, true)), ...withoutDatabase.map(path => project(path, false))],
  },
})
