import { ensureBrowser } from './test/browser.ts'
import { ensureDatabase, type TestServer } from './test/database.ts'
import { onceOnly, projectName, withDatabase, withoutDatabase } from './test/projects.ts'
import { closingLines, type SuiteResult } from './test/results.ts'
import { stopWithChildren } from './test/run.ts'
import { browserSuite, buildSuite, type Selection, suite, verifySuite, vitestSuite } from './test/suites.ts'

type Part = 'verify' | 'unit' | 'build' | 'e2e'

/** `pnpm test [verify|unit|build|e2e] [project or part of a path…]`: all without a word; a filter alone means unit and e2e. */
function choose(words: readonly string[]): { parts: Part[]; filters: string[] } {
  const [first, ...rest] = words.filter(word => word !== '--')
  if (first === undefined) return { parts: ['verify', 'unit', 'build', 'e2e'], filters: [] }
  if (first === 'e2e') return { parts: ['build', 'e2e'], filters: rest }
  if (first === 'verify' || first === 'unit' || first === 'build') return { parts: [first], filters: rest }
  return { parts: ['unit', 'build', 'e2e'], filters: [first, ...rest] }
}

async function unit(server: TestServer, words: readonly string[]): Promise<SuiteResult[]> {
  const pick = picker(words)
  const pglite = { QUARTERDECK_TEST_ENGINE: 'pglite', ...serverEnv(server) }
  const postgres = { QUARTERDECK_TEST_ENGINE: 'postgres', ...serverEnv(server) }
  const results: SuiteResult[] = []
  const plain = pick(withoutDatabase)
  if (plain.projects.length > 0) results.push(await suite('unit tests', () => vitestSuite(plain, serverEnv(server))))
  const stored = pick(withDatabase)
  if (stored.projects.length === 0) return results
  results.push(await suite('tests on PGlite', () => vitestSuite(stored, pglite)))
  const onPostgres = async () =>
    'problem' in server
      ? { passed: 0, failures: [], notRun: [{ name: 'all of them', reason: server.problem }] }
      : vitestSuite(stored, postgres, onceOnly)
  results.push(await suite('tests on Postgres', onPostgres))
  return results
}

/** A word that is a project's name chooses the project; any other is part of a test file's path. */
function picker(words: readonly string[]) {
  const all: string[] = [...withDatabase, ...withoutDatabase].map(projectName)
  const named = words.filter(word => all.includes(word))
  const filters = words.filter(word => !all.includes(word))
  return (folders: readonly string[]): Selection => ({
    projects: folders.map(projectName).filter(name => named.length === 0 || named.includes(name)),
    filters,
  })
}

const serverEnv = (server: TestServer) => ('problem' in server ? {} : { TEST_DATABASE_URL: server.url })

async function browser(server: TestServer, filters: readonly string[]): Promise<SuiteResult> {
  const path = await ensureBrowser()
  return suite('browser tests', async () =>
    path
      ? browserSuite(path, filters, serverEnv(server))
      : {
          passed: 0,
          failures: [],
          notRun: [{ name: 'all of them', reason: 'no browser; install Chromium or set QUARTERDECK_CHROMIUM' }],
        })
}

async function main(): Promise<void> {
  stopWithChildren()
  const { parts, filters } = choose(process.argv.slice(2))
  const results: SuiteResult[] = []
  if (parts.includes('verify')) results.push(await suite('verify', verifySuite))
  const needsServer = parts.includes('unit') || parts.includes('e2e')
  const server = needsServer ? await ensureDatabase() : { problem: 'not needed' }
  try {
    // Built first: some tests look at what was built.
    if (parts.includes('build')) results.push(await suite('build', buildSuite))
    if (parts.includes('unit')) results.push(...(await unit(server, filters)))
    if (parts.includes('e2e')) results.push(await browser(server, filters))
  } finally {
    if ('stop' in server) await server.stop()
  }
  const nothing = filters.length > 0 && results.every(({ passed, failures }) => passed + failures.length === 0)
  if (nothing) console.log(`\nNo test file matches ${filters.join(' ')}`)
  console.log(`\n${closingLines(results).join('\n')}`)
  if (nothing || results.some(({ failures }) => failures.length > 0)) process.exitCode = 1
}

await main()
