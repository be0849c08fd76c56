import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFiles } from './repository-files.ts'
import { root } from './turbo.ts'

// How long a comparison takes tells how much of a guess was right: whatever proves something is compared with
// `timingSafeEqual`, or by a library that does, or found by its hash in an index.

const operand = String.raw`(?:await )?[\w.$?!]+(?:\(.*?\)|\[.*?\]|\.\w+)*|'[^']*'|\d+`
const equality = new RegExp(String.raw`(${operand})\s*[!=]==?\s*(${operand})`, 'g')
const method = /(?:signature|hmac|digest|passwordHash)\w*(?:\(.*?\))?\.(?:equals|compare|localeCompare)\(/i
const provesSomething = (side: string) => /signature|hmac|digest|passwordHash/i.test(side) && !/^'|\.length$/.test(side)
/** Whether something is there at all, or which of a few words it is, is no secret. */
const isHarmless = (side: string) => /^(undefined|null|true|false|''|'[a-z_]+'|\d+)$/.test(side)

const isComparison = (line: string): boolean =>
  method.test(line) ||
  [...line.matchAll(equality)].some(
    ([, a = '', b = '']) => (provesSomething(a) && !isHarmless(b)) || (provesSomething(b) && !isHarmless(a)),
  )

test.each([
  'if (signature === expected) return true',
  'return expected !== given.signature',
  "if (headers['x-signature'] == hmac) return",
  'const ok = createHmac(a, b).digest() === other',
  'return hmac.equals(given)',
  'person.passwordHash === hash',
])('%s would be found', line => {
  expect(isComparison(line)).toBe(true)
})

test.each([
  'if (signature === undefined) return',
  "if (reason === 'bad_signature') return",
  'return a.length === b.length && timingSafeEqual(a, b)',
  'given.some(signature => isEqual(signature, expected))',
])('%s is fine', line => {
  expect(isComparison(line)).toBe(false)
})

test('nothing that proves something is compared with an operator', () => {
  const sources = ['packages/core', 'packages/trpc', 'apps/api'].flatMap(folder =>
    repositoryFiles(join(root, folder)).map(path => join(root, folder, path)),
  )
  const files = sources.filter(path => /\/src\/.*(?<!\.test|\.d)\.ts$/.test(path) && !path.includes('/testing/'))
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap(path =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (isComparison(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
  expect(found).toEqual([])
})
