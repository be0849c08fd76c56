import { stripVTControlCharacters } from 'node:util'

/** A test, or a file of tests, that did not run. */
export interface NotRun {
  name: string
  reason: string
}

/** How the tests of one suite ended. Each failure is the test's name and, below it, what it said. */
export interface Counts {
  passed: number
  failures: string[]
  notRun: NotRun[]
}

/** How one suite ended. */
export interface SuiteResult extends Counts {
  name: string
  seconds: number
}

/** What the vitest reporter leaves for us; counts are test cases, and files or processes that broke count as failed. */
export interface VitestReport {
  projects: Record<string, { passed: number; failed: number }>
  failures: string[]
  notRun: NotRun[]
}

/** The part of Playwright's JSON report that is read here. */
export interface PlaywrightReport {
  errors: { message?: string }[]
  suites: PlaywrightSuite[]
}

interface PlaywrightSuite {
  title: string
  suites?: PlaywrightSuite[]
  specs: { title: string; tests: PlaywrightTest[] }[]
}

interface PlaywrightTest {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
  annotations: { type: string; description?: string }[]
  results: { error?: { message?: string } }[]
}

const withoutReason = 'skipped without a reason'

/** Enough of a complaint to know it again where only the end of a log is kept. */
const longest = 800

/** A failure by its name, with the beginning of what it said, in no colours. */
export function failure(name: string, messages: readonly (string | undefined)[]): string {
  const text = stripVTControlCharacters(messages.filter(message => message !== undefined).join('\n')).trim()
  return text === '' ? name : `${name}\n${text.slice(0, longest).replace(/^/gm, '  ')}`
}

/** What a run that broke without a failed test counts as. */
const silently = (runner: string, exitCode: number, failures: string[]): string[] =>
  exitCode !== 0 && failures.length === 0 ? [`${runner} ended with exit code ${exitCode}`] : failures

/** Counts a vitest report. `exitCode` guards against a run that broke without a failed test. */
export function countVitest({ projects, failures, notRun }: VitestReport, exitCode: number): Counts {
  return {
    passed: Object.values(projects).reduce((sum, { passed }) => sum + passed, 0),
    failures: silently('vitest', exitCode, failures),
    notRun,
  }
}

/** Counts a Playwright report. A test that passed only when tried again counts as failed: it cannot be trusted. */
export function countPlaywright(report: PlaywrightReport, exitCode: number): Counts {
  const tests = report.suites.flatMap(suite => testsOf(suite, []))
  const having = (...wanted: PlaywrightTest['status'][]) => tests.filter(({ test }) => wanted.includes(test.status))
  const failures = [
    ...having('unexpected', 'flaky').map(({ name, test }) => failure(name, messagesOf(test))),
    ...report.errors.map(({ message }) => failure('outside any test', [message])),
  ]
  return {
    passed: having('expected').length,
    failures: silently('Playwright', exitCode, failures),
    notRun: having('skipped').map(({ name, test }) => ({ name, reason: reasonOf(test) })),
  }
}

function testsOf(suite: PlaywrightSuite, above: string[]): { name: string; test: PlaywrightTest }[] {
  const titles = [...above, suite.title]
  return [
    ...suite.specs.flatMap(({ title, tests }) => tests.map(test => ({ name: [...titles, title].join(' › '), test }))),
    ...(suite.suites ?? []).flatMap(inner => testsOf(inner, titles)),
  ]
}

const messagesOf = ({ results }: PlaywrightTest) => results.map(({ error }) => error?.message)

const reasonOf = ({ annotations }: PlaywrightTest): string =>
  annotations.find(({ description }) => description)?.description ?? withoutReason

/** The closing lines: what did not run, by reason; what failed, with what it said; then the one line that sums up. */
export function closingLines(results: readonly SuiteResult[]): string[] {
  const notRun = results.flatMap(({ name, notRun }) =>
    [...Map.groupBy(notRun, ({ reason }) => reason)].map(
      ([reason, tests]) => `  ${name}: ${reason}: ${tests.map(test => test.name).join(', ')}`,
    ),
  )
  const failures = results.flatMap(({ name, failures }) =>
    failures.map(each => `${name}: ${each}`.replace(/^/gm, '  ')),
  )
  const passed = results.reduce((total, result) => total + result.passed, 0)
  return [
    ...(notRun.length > 0 ? ['Not run:', ...notRun] : ['Everything ran.']),
    ...(failures.length > 0 ? ['Failed:', ...failures] : []),
    `${passed} passed, ${failures.length} failed`,
  ]
}
