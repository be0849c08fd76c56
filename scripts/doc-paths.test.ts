import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findMissing } from './doc-paths.ts'

const trees: string[] = []
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

function missing(document: string, name = 'docs/a.md'): string[] {
  const root = mkdtempSync(join(tmpdir(), 'doc-paths-'))
  trees.push(root)
  const files = {
    'package.json': '{"scripts": {"start": "x", "verify": "x"}}',
    'packages/core/package.json': '{"scripts": {"build": "x"}}',
    'packages/core/src/issues/detect.ts': '',
    'packages/core/src/tracking/model.ts': '',
    'apps/api/src/main.ts': '',
    'docs/adr/0001-first.md': '',
    '.ci/run': '',
    [name]: document,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return findMissing(root).map(({ path, line, text }) => `${path}:${line} ${text}`)
}

test.each([
  ['a file', '`packages/core/src/issues/detect.ts`'],
  ['a file at a line', '`packages/core/src/issues/detect.ts:12-14`'],
  ['a folder', '`packages/core/src/issues/` and `packages/core`'],
  ['a hidden folder', '`.ci/run`'],
  ['the end of a path', '`core/src/issues/detect.ts` or `detect.ts`'],
  ['a path beside the document', '`adr/0001-first.md`'],
  ['any name', '`packages/core/src/<domain>/` and `packages/core/src/*/model.ts`'],
  ['each of several names', '`packages/core/src/{issues,tracking}`'],
  ['what a build makes', '`packages/core/dist/index.js`'],
  ['an outside address', '`https://example.com/packages/none.ts`'],
  ['text that is no path', '`a.b` and `text/html` and packages/none.ts without ticks'],
  ['scripts', '`pnpm start`, `pnpm run verify`, `npx -y pnpm@12.21.0 start`'],
  ['a script of a package', '`pnpm --filter @quarterdeck/core build`'],
  ["pnpm's own words", '`pnpm install`, `pnpm exec tsc`, `pnpm --help`'],
])('accepts %s', (_, document) => {
  expect(missing(document)).toEqual([])
})

test.each([
  ['a file', 'see `packages/core/src/issues/gone.ts`', 'packages/core/src/issues/gone.ts'],
  ['a folder', '`apps/gone/`', 'apps/gone/'],
  ['the end of a path', '`gone.ts`', 'gone.ts'],
  ['a name of which nothing is', '`packages/core/src/<domain>/gone.ts`', 'packages/core/src/<domain>/gone.ts'],
  ['one of several names', '`packages/core/src/{issues,gone}`', 'packages/core/src/{issues,gone}'],
  ['a script', '`pnpm gone now`', 'pnpm gone now'],
  ['a script in a code block', '```sh\n$ npx -y pnpm@12.21.0 gone\n```', 'pnpm@12.21.0 gone'],
  ['a script of a package', '`pnpm --filter @quarterdeck/core gone`', 'pnpm --filter @quarterdeck/core gone'],
  ['a script of a package that is not there', '`pnpm --filter gone build`', 'pnpm --filter gone build'],
])('names %s that is not there', (_, document, name) => {
  expect(missing(document)).toEqual([expect.stringContaining(`\`${name}\` is not there`)])
})

test('looks at the README and at packages, and names the line', () => {
  expect(missing('\n\n`gone.ts`', 'README.md')).toEqual(['README.md:3 `gone.ts` is not there'])
  expect(missing('`gone.ts`', 'packages/core/README.md')).toEqual(['packages/core/README.md:1 `gone.ts` is not there'])
  expect(missing('`gone.ts`', 'notes.md')).toEqual([])
})
