import { expect, test } from 'vitest'
import { bundle, gzippedSize, scriptBudget } from '../scripts/build.ts'

const files = await bundle()
const text = (name: string): string => Buffer.from(files.get(name) ?? []).toString()

test('the script tag keeps its budget', () => {
  const size = gzippedSize(files.get('dist/quarterdeck.js') ?? new Uint8Array())
  process.stdout.write(`dist/quarterdeck.js: ${size} of ${scriptBudget} bytes, gzipped at level 9\n`)
  expect(size).toBeGreaterThan(1000)
  expect(size).toBeLessThanOrEqual(scriptBudget)
})

test.each([
  ['dist/quarterdeck.js', /node:|process\.|require\(/],
  ['dist/browser.js', /node:|process\.|require\(|data-write-key/],
  ['dist/node.js', /indexedDB|localStorage|document\.|window\./],
])('%s holds nothing of the other side, and needs no package', (name, foreign) => {
  expect(text(name)).not.toBe('')
  expect(text(name)).not.toMatch(foreign)
  expect(text(name)).not.toMatch(/from\s*["'](?!node:)/)
})
