import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDataPlace } from '../testing/data-place.ts'
import { runFile } from '../testing/process.ts'

test('items come in, and refused rows go to a file with their reasons', async () => {
  await using place = await makeDataPlace()
  const file = join(place.folder, 'essays.csv')
  const rows = Array.from(
    { length: 2_345 },
    (_, n) => `i${n},${1 + (n % 7)},500,express,45.5,completed,2026-03-01T10:00:00Z`,
  )
  const header = 'item_id,draft,word_count,turnaround,revenue,status,submitted_at'
  await writeFile(file, [header, ...rows, 'bad,1,500,tomorrow,1,completed,2026-03-01'].join('\n'))
  const first = await runFile('cli/main.ts', ['import-essays', file], place.env).ended
  expect(first).toMatchObject({
    code: 1,
    output: expect.stringContaining('2345 inserted, 0 updated, 0 unchanged, 1 refused'),
  })
  const refused = (await readFile(`${file}.refused.jsonl`, 'utf8')).trim().split('\n')
  expect(refused.map(line => JSON.parse(line))).toEqual([
    { line: 2_347, code: 'invalid', message: expect.stringContaining('turnaround') },
  ])
}, 120_000)
