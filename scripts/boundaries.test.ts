import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findViolations } from './boundaries.ts'

const trees: string[] = []
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

/** A small repository with the doors that the rules look for. */
function repository(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'))
  trees.push(root)
  const manifest = (exports: Record<string, string>) => JSON.stringify({ exports })
  const standard = {
    'packages/db/package.json': manifest({ '.': './src/index.ts', './testing': './src/testing/index.ts' }),
    'packages/db/src/index.ts': 'export const db = 1',
    'packages/sdk/package.json': manifest({ '.': './src/wire.ts', './*': './src/*.ts' }),
    'packages/sdk/src/wire.ts': 'export interface Wire { id: string }',
    'packages/core/package.json': JSON.stringify({
      exports: { '.': './src/index.ts' },
      devDependencies: { '@quarterdeck/sdk': '*' },
    }),
    'packages/core/src/index.ts': 'export const core = 1',
    'packages/core/src/kernel/index.ts': 'export const kernel = 1',
    'packages/core/src/tracking/index.ts': "export { count } from './queries.ts'",
    'packages/core/src/tracking/queries.ts': 'export const count = 1',
    'packages/trpc/package.json': manifest({ '.': './src/root.ts' }),
    'packages/app/package.json': manifest({ './console': './src/console.tsx' }),
  }
  for (const [path, text] of Object.entries({ ...standard, ...files })) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const found = (files: Record<string, string>) =>
  findViolations(repository(files)).map(({ path, line, text }) => `${path}:${line} ${text}`)

test('a tree that keeps the rules has no violations', () => {
  expect(
    found({
      'packages/core/src/issues/detect.ts': `
        import { db } from '@quarterdeck/db'
        import type { Wire } from '@quarterdeck/sdk'
        import { kernel } from '../kernel/index.ts'
        import { count } from '../tracking/index.ts'
        export const detect = (document: Wire) => [db, kernel, count, document.id]
        export const job = () => import('./run.ts')`,
      'packages/core/src/issues/run.ts': "import { detect } from './detect.ts'\nexport const run = detect",
      'apps/api/src/compose.ts': "import { db } from '@quarterdeck/db'\nexport const d = db",
      'apps/api/src/env.ts': 'export const port = process.env.PORT',
      'packages/sdk/src/node/file.ts': "import { open } from 'node:fs'\nexport const o = open",
      'packages/core/src/identity/sessions.ts': "import { Lucia } from 'lucia'\nexport const l = Lucia",
    }),
  ).toEqual([])
})

test.each<[string, string, string, RegExp]>([
  ['db imports core', 'packages/db/src/a.ts', "import '@quarterdeck/core'", /db may not import core/],
  [
    'a tracker in core',
    'packages/core/src/kernel/a.ts',
    "import { x } from '@quarterdeck/sdk/node'",
    /only the root door of sdk/,
  ],
  ['trpc imports db', 'packages/trpc/src/a.ts', "import '@quarterdeck/db'", /trpc may not import db/],
  [
    'app imports the values of trpc',
    'packages/app/src/a.tsx',
    "import { x } from '@quarterdeck/trpc'",
    /only its types/,
  ],
  [
    'the server imports db outside compose',
    'apps/api/src/http/a.ts',
    "import '@quarterdeck/db'",
    /api may not import db/,
  ],
  [
    'a testing door in the product',
    'packages/core/src/kernel/a.ts',
    "import '@quarterdeck/db/testing'",
    /only tests do/,
  ],
  ['what is no door', 'apps/api/src/a.ts', "import '@quarterdeck/core/issues'", /no door of packages\/core/],
  ['a dynamic import of what is no door', 'apps/api/src/a.ts', "await import('@quarterdeck/core/x')", /no door/],
  ['an import() type of what is no door', 'apps/api/src/a.ts', "type T = import('@quarterdeck/core/x').T", /no door/],
  ['a re-export of what is no door', 'apps/api/src/a.ts', "export * from '@quarterdeck/core/x'", /no door/],
  ['an unknown package', 'apps/api/src/a.ts', "import '@quarterdeck/cores'", /no package here is called/],
  [
    'a way out of the package',
    'packages/trpc/src/a.ts',
    "import '../../core/src/index.ts'",
    /reaches out of packages\/trpc/,
  ],
  ['a missing file', 'packages/trpc/src/a.ts', "import './b.ts'", /not there/],
  ['a higher rank', 'packages/core/src/kernel/a.ts', "import '../tracking/index.ts'", /rank 0.*rank 2/],
  ['an equal rank', 'packages/core/src/billing/a.ts', "import '../tracking/index.ts'", /rank 2.*rank 2/],
  [
    'past the door of a domain',
    'packages/core/src/issues/a.ts',
    "import '../tracking/queries.ts'",
    /only tracking\/index.ts/,
  ],
  ['the root of core from a domain', 'packages/core/src/issues/a.ts', "import '../index.ts'", /root of core/],
  ['a domain without a rank', 'packages/core/src/gossip/a.ts', "import '../kernel/index.ts'", /gossip has no rank/],
  [
    'lucia elsewhere',
    'packages/core/src/identity/a.ts',
    "import 'lucia'",
    /only packages\/core\/src\/identity\/sessions.ts/,
  ],
  ['process.env', 'packages/core/src/kernel/a.ts', 'export const a = process.env.A', /reads process.env/],
  [
    'env of node:process',
    'packages/core/src/kernel/a.ts',
    "import { env } from 'node:process'\nexport { env }",
    /reads process.env/,
  ],
  ['env taken apart', 'packages/core/src/kernel/a.ts', 'const { env } = process\nexport { env }', /reads process.env/],
  ['a Node module in app', 'packages/app/src/a.ts', "import 'node:fs'", /runs in a browser/],
  ['a Node module without node: in app', 'packages/app/src/a.ts', "import 'fs/promises'", /runs in a browser/],
  [
    'a Node name in the browser tracker',
    'packages/sdk/src/browser.ts',
    'export const b = Buffer.from([])',
    /uses Buffer/,
  ],
  ['a browser name in core', 'packages/core/src/kernel/a.ts', 'export const a = document.title', /uses document/],
  [
    'a browser name behind globalThis',
    'packages/core/src/kernel/a.ts',
    'export const a = globalThis.window',
    /uses window/,
  ],
  ['the shell in the renderer', 'apps/desktop/src/renderer/a.ts', "import '../main/a.ts'", /share only src\/bridge.ts/],
  ['our packages in the shell', 'apps/desktop/src/main/a.ts', "import '@quarterdeck/core'", /may not import core/],
  ['an unknown room', 'packages/gossip/src/a.ts', 'export {}', /belongs to no room/],
])('refuses %s', (_, path, text, expected) => {
  const texts = found({ 'apps/desktop/src/main/a.ts': 'export {}', [path]: text })
  expect(texts).toHaveLength(1)
  expect(texts[0]).toMatch(expected)
  expect(texts[0]).toContain(`${path}:`)
})

test('names the line', () => {
  expect(found({ 'packages/db/src/a.ts': "\n\nimport '@quarterdeck/core'" })[0]).toMatch(/^packages\/db\/src\/a.ts:3 /)
})

test('finds a cycle of types, and shows the way round', () => {
  const texts = found({
    'packages/core/src/kernel/a.ts': "import type { B } from './b.ts'\nexport type A = B[]",
    'packages/core/src/kernel/b.ts': "import { c } from './c.ts'\nexport type B = typeof c",
    'packages/core/src/kernel/c.ts': "import type { A } from './a.ts'\nexport const c: A = []",
  })
  expect(texts).toEqual([
    expect.stringMatching(/cycle: .*kernel\/a.ts → .*kernel\/b.ts → .*kernel\/c.ts → .*kernel\/a.ts$/),
  ])
})

test('a test may use a package that its own package declares, by its door', () => {
  expect(
    found({ 'packages/core/src/kernel/a.test.ts': "import { x } from '@quarterdeck/sdk'\nexport const y = x" }),
  ).toEqual([])
  expect(
    found({ 'packages/core/src/kernel/a.test.ts': "import '@quarterdeck/sdk/a/../b'\nimport '@quarterdeck/db/src/x'" }),
  ).toEqual([expect.stringMatching(/no door of packages\/db/)])
})

test('tests, and only they, use what is made for tests', () => {
  const files = { 'packages/core/src/testing/index.ts': "import '../kernel/index.ts'" }
  const text = "import '../testing/index.ts'"
  expect(found({ ...files, 'packages/core/src/tracking/a.test.ts': text })).toEqual([])
  expect(found({ ...files, 'packages/core/src/tracking/a.ts': text })).toEqual([expect.stringMatching(/for tests/)])
})

test("core's testing folder may use what a domain makes for tests, and the domain itself may not", () => {
  const seam = { 'packages/core/src/identity/testing/seam.ts': 'export const seam = 1' }
  const text = "import '../identity/testing/seam.ts'"
  expect(found({ ...seam, 'packages/core/src/testing/index.ts': text })).toEqual([])
  expect(found({ ...seam, 'packages/core/src/identity/a.ts': "import './testing/seam.ts'" })).toEqual([
    expect.stringMatching(/for tests/),
  ])
  expect(found({ ...seam, 'packages/core/src/tracking/a.test.ts': text })).toEqual([expect.stringMatching(/a door/)])
})

test('a file that does not parse is a violation, not a pass', () => {
  expect(found({ 'packages/core/src/kernel/a.ts': 'export const = 1' })).toEqual([
    expect.stringMatching(/kernel\/a.ts:1 does not parse/),
  ])
})
