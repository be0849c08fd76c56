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
    failures: [expect.stringMatching(/^\/a\.test\.js › breaks\n {2}no\n {2}at .*a\.test\.js/)],
    notRun: [
      { name: '/a.test.js › noted', reason: 'no binary here' },
      { name: '/a.test.js › group > plain', reason: 'skipped without a reason' },
      { name: '/a.test.js › later', reason: 'skipped without a reason' },
    ],
  })
})

test.each([
  ['a file that does not load', "throw new Error('no')"],
  ['a hook that breaks', "beforeAll(() => { throw new Error('no') }); test('a', () => {})"],
  ['an error outside any test', "test('a', () => { setTimeout(() => { throw new Error('no') }) })"],
])('%s counts as failed', (_, text) => {
  expect(report(text).failures.length).toBeGreaterThan(0)
})

test('a run that broke without a failed test still counts as failed', () => {
  expect(countVitest({ projects: {}, failures: [], notRun: [] }, 1).failures).toEqual(['vitest ended with exit code 1'])
  expect(countPlaywright({ errors: [], suites: [] }, 1).failures).toHaveLength(1)
})

test('Playwright: nested suites, skips with their reason, flaky counts as failed', () => {
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', description?: string) => ({
    title,
    tests: [
      {
        status,
        annotations: description ? [{ type: 'skip', description }] : [],
        results: status === 'unexpected' ? [{ error: { message: '\u001b[31mnot seen\u001b[39m' } }] : [{}],
      },
    ],
  })
  const inner = { title: 'console', specs: [spec('c', 'flaky'), spec('d', 'skipped', 'no camera')] }
  const suites = [{ title: 'a.spec.ts', specs: [spec('a', 'expected'), spec('b', 'unexpected')], suites: [inner] }]
  const counts = countPlaywright({ errors: [], suites } satisfies PlaywrightReport, 1)
  expect(counts).toEqual({
    passed: 1,
    failures: ['a.spec.ts › b\n  not seen', 'a.spec.ts › console › c'],
    notRun: [{ name: 'a.spec.ts › console › d', reason: 'no camera' }],
  })
})

test('the last line sums up, after what did not run and what failed', () => {
  const why = 'no browser'
  const results = [
    { name: 'unit', passed: 3, failures: ['a.test.ts › a\n  no'], notRun: [], seconds: 1 },
    { name: 'browser', passed: 0, failures: [], notRun: ['b', 'c'].map(name => ({ name, reason: why })), seconds: 0 },
  ]
  const failed = ['Failed:', '  unit: a.test.ts › a\n    no', '3 passed, 1 failed']
  expect(closingLines(results)).toEqual(['Not run:', '  browser: no browser: b, c', ...failed])
  expect(closingLines(results.slice(0, 1))).toEqual(['Everything ran.', ...failed])
})
