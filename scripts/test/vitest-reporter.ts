import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import type { VitestReport } from './results.ts'

/** Writes what `pnpm test` needs to QUARTERDECK_TEST_REPORT: vitest's own JSON leaves out why a test was skipped. */
export default class NamedSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.QUARTERDECK_TEST_REPORT
    if (!file) throw new Error('The reporter needs QUARTERDECK_TEST_REPORT')
    const report: VitestReport = { projects: {}, skipped: [], emptyFiles: [] }
    for (const module of modules) addModule(report, module)
    if (unhandled.length > 0) report.projects['outside any test'] = { passed: 0, failed: unhandled.length }
    writeFileSync(file, JSON.stringify(report))
  }
}

function addModule(report: VitestReport, module: TestModule): void {
  const place = `${module.project.name}/${module.relativeModuleId}`
  const counts = report.projects[module.project.name] ?? { passed: 0, failed: 0 }
  report.projects[module.project.name] = counts
  counts.failed += module.errors().length
  let tests = 0
  for (const test of module.children.allTests()) {
    tests += 1
    const result = test.result()
    if (result.state === 'passed') counts.passed += 1
    else if (result.state === 'failed') counts.failed += 1
    else report.skipped.push(`${place} › ${test.fullName}: ${noteOf(result)}`)
  }
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
  if (tests === 0 && module.errors().length === 0) report.emptyFiles.push(place)
}

const noteOf = (result: object): string =>
  'note' in result && typeof result.note === 'string' ? result.note : 'skipped without a reason'
