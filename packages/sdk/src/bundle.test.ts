import { expect, test } from 'vitest'
import { bundle, gzippedSize, scriptBudget, widgetBudget, widgetSizes } from '../scripts/build.ts'

const files = await bundle()
const text = (name: string): string => Buffer.from(files.get(name) ?? []).toString()

test('the script tag keeps its budget', () => {
  const size = gzippedSize(files.get('dist/quarterdeck.js') ?? new Uint8Array())
  process.stdout.write(`dist/quarterdeck.js: ${size} of ${scriptBudget} bytes, gzipped at level 9\n`)
  expect(size).toBeGreaterThan(1000)
  expect(size).toBeLessThanOrEqual(scriptBudget)
})

test('the chat widget keeps its budget, and its script tag names its file', () => {
  const sizes = widgetSizes(files)
  const size = sizes.reduce((sum, file) => sum + file.size, 0)
  process.stdout.write(`chat widget: ${size} of ${widgetBudget} bytes, gzipped at level 9\n`)
  expect(sizes).toHaveLength(2)
  expect(size).toBeGreaterThan(5000)
  expect(size).toBeLessThanOrEqual(widgetBudget)
  const name = [...files.keys()].find(path => path.startsWith('dist/widget/'))
  expect(text('dist/widget.js')).toContain(name?.slice('dist/widget/'.length))
})

test('the chat widget runs under a strict content security policy', () => {
  const name = [...files.keys()].find(path => path.startsWith('dist/widget/')) ?? ''
  expect(text(name)).not.toMatch(
    /\beval\(|new Function|createElement\("(style|script)"\)|innerHTML\s*=[^=]*<(style|script)/,
  )
})

test.each([
  ['dist/quarterdeck.js', /node:|process\.|require\(/],
  ['dist/browser.js', /node:|process\.|require\(|data-write-key/],
  ['dist/widget.js', /node:|process\.|require\(/],
  ['dist/node.js', /indexedDB|localStorage|document\.|window\./],
])('%s holds nothing of the other side, and needs no package', (name, foreign) => {
  expect(text(name)).not.toBe('')
  expect(text(name)).not.toMatch(foreign)
  expect(text(name)).not.toMatch(/from\s*["'](?!node:)/)
})
