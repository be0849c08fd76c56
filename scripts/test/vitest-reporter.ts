import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { failure, type VitestReport } from './results.ts'

/** Writes what `pnpm test` needs to QUARTERDECK_TEST_REPORT: vitest's own JSON leaves out why a test was skipped. */
export default class NamedResults implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message?: string }[]): void {
    const file = process.env.QUARTERDECK_TEST_REPORT
    if (!file) throw new Error('The reporter needs QUARTERDECK_TEST_REPORT')
    const report: VitestReport = { projects: {}, failures: [], notRun: [] }
    for (const module of modules) addModule(report, module)
    report.failures.push(...unhandled.map(error => failed('outside any test', [error])))
    writeFileSync(file, JSON.stringify(report))
  }
}

function addModule(report: VitestReport, module: TestModule): void {
  const place = `${module.project.name}/${module.relativeModuleId}`
  const counts = report.projects[module.project.name] ?? { passed: 0, failed: 0 }
  report.projects[module.project.name] = counts
  const failures = module.errors().map(error => failed(place, [error]))
  let tests = 0
  for (const test of module.children.allTests()) {
    tests += 1
    const name = `${place} › ${test.fullName}`
    const result = test.result()
    if (result.state === 'passed') counts.passed += 1
    else if (result.state === 'failed') failures.push(failed(name, result.errors))
    else report.notRun.push({ name, reason: noteOf(result) })
  }
  for (const suite of module.children.allSuites())
    if (suite.errors().length > 0) failures.push(failed(`${place} › ${suite.fullName}`, suite.errors()))
  if (tests === 0 && failures.length === 0) report.notRun.push({ name: place, reason: 'has no tests' })
  counts.failed += failures.length
  report.failures.push(...failures)
}

const failed = (name: string, errors: readonly { message?: string; stack?: string }[]): string =>
  failure(
    name,
    errors.flatMap(({ message, stack }) => [message, placeIn(stack)]),
  )

/** The first line of a stack that stands in our own files. */
const placeIn = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .find(line => line.includes('.test.') && !line.includes('node_modules'))
    ?.trim()

const noteOf = (result: object): string =>
  'note' in result && typeof result.note === 'string' ? result.note : 'skipped without a reason'
