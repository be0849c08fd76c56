import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryFiles } from '../repository-files.ts'
import { quiet, root, turbo } from '../turbo.ts'
import { verify } from '../verify.ts'
import { playwrightCommand } from './browser.ts'
import { type onceOnly, projectName, withDatabase, withoutDatabase } from './projects.ts'
import {
  type Counts,
  countPlaywright,
  countVitest,
  failure,
  type NotRun,
  type PlaywrightReport,
  type SuiteResult,
  type VitestReport,
} from './results.ts'
import { run } from './run.ts'

/** Names a suite, times it, and prints its summary as it ends. */
export async function suite(name: string, body: () => Promise<Counts>): Promise<SuiteResult> {
  console.log(`\n── ${name} ──`)
  const started = Date.now()
  const result = { name, ...(await body()), seconds: (Date.now() - started) / 1000 }
  const skipped = result.notRun.length > 0 ? `, ${result.notRun.length} not run` : ''
  console.log(
    `── ${name}: ${result.passed} passed, ${result.failures.length} failed${skipped} (${result.seconds.toFixed(1)} s)`,
  )
  return result
}

/** Each check of `pnpm verify` counts as one. */
export async function verifySuite(): Promise<Counts> {
  const results = await verify()
  const passed = results.filter(result => result.passed).length
  const failures = results.flatMap(({ name, passed, output }) => (passed ? [] : [failure(name, [output])]))
  return { passed, failures, notRun: [] }
}

/** What one test file compiles, the next need not. */
const compileCache = join(root, 'node_modules', '.cache', 'quarterdeck', 'compiled')

/** Projects of vitest.config.ts, and parts of the paths of their test files; no part means all. */
export interface Selection {
  projects: readonly string[]
  filters: readonly string[]
}

/**
 * Runs the tests selected.
 * @param left those that vitest.config.ts leaves out; they are named as not run.
 */
export async function vitestSuite(
  { projects, filters }: Selection,
  env: NodeJS.ProcessEnv,
  left: typeof onceOnly = [],
): Promise<Counts> {
  const gone = left.flatMap(({ files }) => files).filter(path => !existsSync(join(root, path)))
  if (gone.length > 0) return { passed: 0, failures: gone.map(path => `${path} is not there`), notRun: [] }
  return withReport(async file => {
    const code = await run(
      process.execPath,
      [
        join(root, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--passWithNoTests',
        '--reporter=default',
        `--reporter=${join(import.meta.dirname, 'vitest-reporter.ts')}`,
        ...projects.flatMap(name => ['--project', name]),
        ...filters,
      ],
      { env: { ...env, NODE_COMPILE_CACHE: compileCache, QUARTERDECK_TEST_REPORT: file } },
    )
    // Written by our own reporter, in this shape.
    const report = readReport(file) as VitestReport | undefined
    if (!report) return { passed: 0, failures: ['vitest ended without a report'], notRun: [] }
    for (const [name, { passed, failed }] of Object.entries(report.projects))
      console.log(`   ${name}: ${passed} passed, ${failed} failed`)
    const counts = countVitest(report, code)
    const silent = filters.length > 0 ? [] : projects.filter(name => !report.projects[name] && hasTests(name))
    return {
      passed: counts.passed,
      failures: [...counts.failures, ...silent.map(name => `no test of ${name} ran`)],
      notRun: [...counts.notRun, ...(filters.length > 0 ? [] : left.flatMap(leftOut))],
    }
  })
}

const leftOut = ({ reason, files }: (typeof onceOnly)[number]): NotRun[] => files.map(name => ({ name, reason }))

/** Whether there are test files where vitest.config.ts looks for a project's: then some must have run. */
const hasTests = (project: string): boolean =>
  [...withDatabase, ...withoutDatabase].some(
    folder =>
      projectName(folder) === project && repositoryFiles(join(root, folder)).some(path => /\.test\.tsx?$/.test(path)),
  )

/** A build that works adds nothing to the count of test cases; one that fails is a failure. */
export async function buildSuite(): Promise<Counts> {
  const [command, args] = turbo('run', 'build')
  const code = await run(command, args, { env: quiet })
  return { passed: 0, failures: code === 0 ? [] : ['the build broke: see above'], notRun: [] }
}

/** Runs the browser tests of e2e/ with the browser given. */
export async function browserSuite(
  browser: string,
  filters: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Counts> {
  const folder = join(root, 'e2e')
  if (!existsSync(join(folder, 'playwright.config.ts')))
    return { passed: 0, failures: ['e2e has no playwright.config.ts'], notRun: [] }
  return withReport(async file => {
    const code = await run(process.execPath, [playwrightCommand(), 'test', '--reporter=list,json', ...filters], {
      cwd: folder,
      env: { ...env, QUARTERDECK_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    })
    // Playwright's documented JSON report.
    const report = readReport(file) as PlaywrightReport | undefined
    if (!report) return { passed: 0, failures: ['Playwright ended without a report'], notRun: [] }
    return countPlaywright(report, code)
  })
}

async function withReport(body: (file: string) => Promise<Counts>): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'qd-test-'))
  // Also when the run is interrupted.
  process.once('exit', () => rmSync(folder, { recursive: true }))
  return body(join(folder, 'report.json'))
}

const readReport = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)
