import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testEngine } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DataPlace, makeDataPlace } from '../testing/data-place.ts'
import { storedEvents } from '../testing/events.ts'
import { runFile } from '../testing/process.ts'

const twoYearsAgo = Date.UTC(2024, 2, 1, 12)

const lines = [
  { id: crypto.randomUUID(), name: 'ours', timestamp: new Date(twoYearsAgo).toISOString(), visitId: 'v1' },
  { event_type: 'legacy', session_id: 's1', timestamp: twoYearsAgo + 1_000, funnel_step: 'login_form' },
  { type: 'track', event: 'segment', messageId: 'm1', userId: 'u1', timestamp: new Date(twoYearsAgo + 2_000) },
  {
    type: 'identify',
    messageId: 'm2',
    userId: 'u1',
    traits: { name: 'Mei' },
    timestamp: new Date(twoYearsAgo + 3_000),
  },
].map(line => JSON.stringify(line))

// One for all: an embedded database that is there opens quickly.
let place: DataPlace
beforeAll(async () => {
  place = await makeDataPlace()
})
afterAll(() => place[Symbol.asyncDispose]())

async function importLines(content: string) {
  const file = join(place.folder, 'history.jsonl')
  await writeFile(file, content)
  // The password is made up by whichever process makes the workspace.
  return runFile('cli/main.ts', ['import-events', file], { ...place.env, QUARTERDECK_OWNER_PASSWORD: '' }).ended
}

test('history in three spellings comes in once, whatever its age, and bad lines are named', async () => {
  const good = await importLines(`${lines.join('\r\n')}\n\n`)
  expect(good).toMatchObject({ code: 0, output: expect.stringContaining('4 imported, 0 known already, 0 refused') })
  const password = /Password +(\S{20,})/.exec(good.output)?.[1] ?? 'none'
  if (testEngine() === 'pglite') {
    expect(await readFile(join(place.folder, 'first-sign-in.txt'), 'utf8')).toContain(`\n${password}\n`)
  } else expect(password).not.toBe('none')

  const mixed = await importLines(['{"half":', ...lines, '[]', '{"name":"no visit"}', ''].join('\n'))
  expect(mixed).toMatchObject({ code: 1, output: expect.stringContaining('0 imported, 4 known already, 3 refused') })
  for (const line of ['line 1: not JSON', 'line 6: ', 'line 7: ']) expect(mixed.output).toContain(line)

  const rows = await place.look(storedEvents)
  expect(rows.map(({ name, occurred }) => [name, occurred - twoYearsAgo])).toEqual([
    ['ours', 0],
    ['legacy', 1_000],
    ['segment', 2_000],
    ['identify', 3_000],
  ])
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['import']))
  expect(rows[1]).toMatchObject({ step: 'login_form', visit_id: 's1' })
}, 120_000)

test('more lines than one batch holds', async () => {
  const many = Array.from({ length: 2_345 }, (_, index) =>
    JSON.stringify({ event_type: 'many', session_id: 's', timestamp: twoYearsAgo + index }),
  )
  const first = await importLines(many.join('\n'))
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('2345 imported, 0 known') })
}, 120_000)

test.each([
  ['a file that is not there', ['import-events', '/nowhere/history.jsonl'], 'ENOENT'],
  ['no file', ['import-events'], 'FILE'],
  ['an unknown command', ['import-everything'], 'import-everything'],
])('%s ends with words and a code', async (_what, args, word) => {
  const { code, output } = await runFile('cli/main.ts', args, place.env).ended
  expect([code, output]).toEqual([1, expect.stringContaining(word)])
  expect(output).not.toContain('    at ')
})
