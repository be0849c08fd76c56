import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type DataPlace, makeDataPlace } from '../testing/data-place.ts'
import { runFile } from '../testing/process.ts'

async function importLines(place: DataPlace, lines: readonly unknown[]) {
  const file = join(place.folder, 'knowledge.jsonl')
  await writeFile(file, lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return runFile('cli/main.ts', ['import-knowledge', file], place.env).ended
}

test('documents come in once, changes update them, and bad lines are named', async () => {
  await using place = await makeDataPlace()
  const returns = { id: 7, title: 'Returns', text: '# Returns\n\nThirty days.', type: 'faq', ours: 'unknown' }
  const nameless = { title: 'Shipping', text: 'Two days.' }
  const first = await importLines(place, [returns, nameless])
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('2 added, 0 updated, 0 known already') })

  const again = await importLines(place, [
    returns,
    { ...returns, id: 'x', text: ' ' },
    '{"half":',
    { title: 'No text' },
  ])
  expect(again.output).toContain('0 added, 0 updated, 1 known already, 3 refused')
  for (const line of ['line 2: ', 'line 3: not JSON', 'line 4: ']) expect(again.output).toContain(line)
  expect(again.code).toBe(1)

  const changed = await importLines(place, [{ ...returns, text: 'Sixty days.' }])
  expect(changed.output).toContain('0 added, 1 updated, 0 known already, 0 refused')
  const rows = await place.look(database =>
    database.run('select title, type, version, chunk_count, content from documents order by title'),
  )
  expect(rows).toEqual([
    { title: 'Returns', type: 'faq', version: 2, chunk_count: 1, content: 'Sixty days.' },
    { title: 'Shipping', type: 'documentation', version: 1, chunk_count: 1, content: 'Two days.' },
  ])
}, 120_000)
