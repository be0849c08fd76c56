import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closingLines, countPlaywright, countVitest, type PlaywrightReport } from './results.ts'

const vitest = join(import.meta.dirname, '..', '..', 'node_modules', 'vitest', 'vitest.mjs')

/** Runs real vitest over one file, with our reporter. */
function report(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'qd-reporter-'))
  const file = join(folder, 'report.json')
  writeFileSync(join(folder, 'a.test.js'), text)
  const reporter = join(import.meta.dirname, 'vitest-reporter.ts')
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--globals', '--root', folder, `--reporter=${reporter}`],
    { env: { ...process.env, QUARTERDECK_TEST_REPORT: file } },
  )
  const counts = countVitest(JSON.parse(readFileSync(file, 'utf8')), status ?? 1)
  rmSync(folder, { recursive: true })
  return counts
}

test('skipped tests are named with their reason', () => {
  const counts = report(`
    test('runs', () => {})
    test('breaks', () => { throw new Error('no') })
    test('noted', ctx => ctx.skip('no binary here'))
    describe('group', () => { test.skip('plain', () => {}) })
    test.todo('later')`)
  expect(counts).toEqual({
    passed: 1,
    failed: 1,
    notRun: [
      '/a.test.js › noted: no binary here',
      '/a.test.js › group > plain: skipped without a reason',
      '/a.test.js › later: skipped without a reason',
    ],
  })
})

test.each([
  ['a file that does not load', "throw new Error('no')"],
  ['a hook that breaks', "beforeAll(() => { throw new Error('no') }); test('a', () => {})"],
  ['an error outside any test', "test('a', () => { setTimeout(() => { throw new Error('no') }) })"],
])('%s counts as failed', (_, text) => {
  expect(report(text).failed).toBeGreaterThan(0)
})

test('a run that broke without a failed test still counts as failed', () => {
  expect(countVitest({ projects: {}, skipped: [], emptyFiles: [] }, 1).failed).toBe(1)
  expect(countPlaywright({ errors: [], suites: [] }, 1).failed).toBe(1)
})

test('Playwright: nested suites, skips with their reason, flaky counts as failed', () => {
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', description?: string) => ({
    title,
    tests: [{ status, annotations: description ? [{ type: 'skip', description }] : [] }],
  })
  const inner = { title: 'console', specs: [spec('c', 'flaky'), spec('d', 'skipped', 'no camera')] }
  const suites = [{ title: 'a.spec.ts', specs: [spec('a', 'expected'), spec('b', 'unexpected')], suites: [inner] }]
  const counts = countPlaywright({ errors: [], suites } satisfies PlaywrightReport, 1)
  expect(counts).toEqual({ passed: 1, failed: 2, notRun: ['a.spec.ts › console › d: no camera'] })
})

test('the last line sums up, after what did not run', () => {
  const results = [
    { name: 'unit', passed: 3, failed: 1, notRun: [], seconds: 1 },
    { name: 'browser', passed: 0, failed: 0, notRun: ['all of them: no browser'], seconds: 0 },
  ]
  expect(closingLines(results)).toEqual(['Not run:', '  browser: all of them: no browser', '3 passed, 1 failed'])
  expect(closingLines(results.slice(0, 1))).toEqual(['Everything ran.', '3 passed, 1 failed'])
})
