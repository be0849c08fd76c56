import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations } from './boundaries.ts'
import { spell } from './gen/names.ts'
import { generateDomain } from './gen.ts'

const root = dirname(import.meta.dirname)
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const made = new Set(['node_modules', 'types', 'dist', 'out'])
let copy = ''
let written: string[] = []

/** A copy of the repository whose packages see each other, and the real node_modules for everything else. */
function copyRepository(): string {
  const target = mkdtempSync(join(tmpdir(), 'qd-gen-'))
  for (const file of ['package.json', 'biome.json', 'tsconfig.base.json', '.gitignore'])
    cpSync(join(root, file), join(target, file))
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
  for (const name of readdirSync(join(root, 'packages'))) {
    const [from, to] = [join(root, 'packages', name), join(target, 'packages', name)]
    cpSync(from, to, { recursive: true, filter: path => !made.has(basename(path)) })
    if (existsSync(join(from, 'node_modules'))) linkModules(join(from, 'node_modules'), join(to, 'node_modules'))
  }
  return target
}

function linkModules(from: string, to: string): void {
  mkdirSync(join(to, '@quarterdeck'), { recursive: true })
  for (const name of readdirSync(from).filter(each => each !== '@quarterdeck' && !each.startsWith('.')))
    symlinkSync(join(from, name), join(to, name))
  const ours = join(from, '@quarterdeck')
  // These are relative, so in the copy they lead to the copy.
  for (const name of existsSync(ours) ? readdirSync(ours) : [])
    symlinkSync(readlinkSync(join(ours, name)), join(to, '@quarterdeck', name))
}

beforeAll(() => {
  copy = copyRepository()
  written = generateDomain(copy, 'sea-charts')
})
afterAll(() => rmSync(copy, { recursive: true }))

/** Complaints about what was generated; the rest of the tree has its own checks. */
const aboutOurs = (output: string) =>
  output.split('\n').filter(line => line.includes('sea-chart') || line.includes('root.ts'))

test('the four addresses are there', () => {
  expect(written).toEqual(
    expect.arrayContaining([
      'packages/db/src/schema/sea-charts.ts',
      'packages/core/src/sea-charts/index.ts',
      'packages/core/src/sea-charts/sea-charts.test.ts',
      'packages/trpc/src/routers/sea-charts.ts',
      'packages/app/src/features/sea-charts/sea-charts-page.tsx',
      'packages/trpc/src/root.ts',
    ]),
  )
})

test('what was generated has the house format, keeps the boundaries and compiles', () => {
  execFileSync(bin('biome'), ['check', '--error-on-warnings', ...written], { cwd: copy })
  const violations = findViolations(copy).filter(({ path }) => path.includes('sea-charts'))
  // A rank is a decision, so it is left to whoever makes the domain; nothing else may be wrong.
  expect([...new Set(violations.map(({ text }) => text))]).toEqual([expect.stringContaining('sea-charts has no rank')])
  expect(
    aboutOurs(
      spawnSync(bin('tsc'), ['-b', '--pretty', 'false', 'packages/app'], { cwd: copy, encoding: 'utf8' }).stdout,
    ),
  ).toEqual([])
}, 120_000)

test('its own test passes on a real database with a generated migration', () => {
  execFileSync(
    process.execPath,
    [join(root, 'packages/db/node_modules/drizzle-kit/bin.cjs'), 'generate', '--name', 'sea_charts'],
    { cwd: join(copy, 'packages/db'), stdio: 'pipe' },
  )
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const run = spawnSync(
    process.execPath,
    [vitest, 'run', '--hookTimeout=60000', '--root', join(copy, 'packages/core'), 'sea-charts'],
    {
      encoding: 'utf8',
      env: { ...process.env, QUARTERDECK_TEST_ENGINE: 'pglite' },
    },
  )
  expect(run.stdout + run.stderr).toMatch(/Tests .*3 passed/)
}, 120_000)

test('a domain that is there is left alone', () => {
  expect(() => generateDomain(copy, 'sea-charts')).toThrow('is there already')
  expect(() => generateDomain(copy, 'issues')).toThrow('is there already')
})

test('names are spelt for code, SQL and people', () => {
  expect(spell('essay-requests')).toMatchObject({
    router: 'essayRequests',
    One: 'EssayRequest',
    sql: 'essay_requests',
    word: 'essay request',
  })
  expect(spell('knowledge', 'document')).toMatchObject({ router: 'knowledge', one: 'document', Many: 'Documents' })
  for (const domain of ['knowledge', 'activities', 'boxes', 'press'])
    expect(() => spell(domain)).toThrow('say what one is called')
  expect(() => spell('Essays')).toThrow('kebab-case')
})
