/** How one suite ended. */
export interface SuiteResult {
  name: string
  passed: number
  failed: number
  /** What did not run, each by its name and with the reason. */
  notRun: string[]
  seconds: number
}

/** What the vitest reporter leaves for us; counts are test cases, and files or processes that broke count as failed. */
export interface VitestReport {
  projects: Record<string, { passed: number; failed: number }>
  skipped: string[]
  emptyFiles: string[]
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
}

/** Counts a vitest report. `exitCode` guards against a run that broke without a failed test. */
export function countVitest(report: VitestReport, exitCode: number): Pick<SuiteResult, 'passed' | 'failed' | 'notRun'> {
  const projects = Object.values(report.projects)
  const failed = projects.reduce((sum, project) => sum + project.failed, 0)
  return {
    passed: projects.reduce((sum, project) => sum + project.passed, 0),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    notRun: [...report.skipped, ...report.emptyFiles.map(file => `${file}: has no tests`)],
  }
}

/** Counts a Playwright report. A test that passed only when tried again counts as failed: it cannot be trusted. */
export function countPlaywright(
  report: PlaywrightReport,
  exitCode: number,
): Pick<SuiteResult, 'passed' | 'failed' | 'notRun'> {
  const tests = report.suites.flatMap(suite => testsOf(suite, []))
  const count = (...wanted: PlaywrightTest['status'][]) =>
    tests.filter(({ test }) => wanted.includes(test.status)).length
  const failed = count('unexpected', 'flaky') + report.errors.length
  return {
    passed: count('expected'),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    notRun: tests.filter(({ test }) => test.status === 'skipped').map(({ name, test }) => name + reasonOf(test)),
  }
}

function testsOf(suite: PlaywrightSuite, above: string[]): { name: string; test: PlaywrightTest }[] {
  const titles = [...above, suite.title]
  return [
    ...suite.specs.flatMap(({ title, tests }) => tests.map(test => ({ name: [...titles, title].join(' › '), test }))),
    ...(suite.suites ?? []).flatMap(inner => testsOf(inner, titles)),
  ]
}

const reasonOf = ({ annotations }: PlaywrightTest): string => {
  const reason = annotations.find(({ description }) => description)?.description
  return reason ? `: ${reason}` : ': skipped without a reason'
}

/** The closing lines: what did not run, by name, then the one line that sums up. */
export function closingLines(results: readonly SuiteResult[]): string[] {
  const notRun = results.flatMap(({ name, notRun }) => notRun.map(each => `  ${name}: ${each}`))
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0)
  return [
    ...(notRun.length > 0 ? ['Not run:', ...notRun] : ['Everything ran.']),
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ]
}
