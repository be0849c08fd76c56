import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIds } from '../uuid.ts'
import { createFileOutbox } from './outbox.ts'

const newId = createIds(Date.now)
/** Above the largest process id of any Linux, so never alive. */
const gone = 4_194_305
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outbox-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const line = (id: string): string => JSON.stringify({ id, name: 'n' })
const ids = async (outbox: ReturnType<typeof createFileOutbox>) => [...(await outbox.read())].map(([id]) => id)
const files = (): string[] => readdirSync(directory)
const text = (): string =>
  files()
    .map(name => readFileSync(join(directory, name), 'utf8'))
    .join('')

test('an event is in the file when put returns, and gone when removed', async () => {
  const outbox = createFileOutbox(directory)
  const [a, b] = [newId(), newId()]
  outbox.put(a, line(a))
  outbox.put(b, line(b))
  expect(text()).toBe(`\n${line(a)}\n${line(b)}`)
  outbox.remove([a])
  expect(await ids(outbox)).toEqual([b])
  outbox.remove([b, 'unknown'])
  expect(text()).toBe('')
})

test('what a process left is taken over, without a torn last line and what it had removed', async () => {
  const [a, b, c] = [newId(), newId(), newId()]
  const left = `${line(a)}\n${line(b)}\n["${a}"]\n${line(c)}\n{"id":"torn","na`
  writeFileSync(join(directory, `${gone}.x.jsonl`), left)
  const outbox = createFileOutbox(directory)
  expect(await ids(outbox)).toEqual([b, c])
  expect(text()).toBe(`${line(b)}\n${line(c)}`)
})

test.each(['jsonl', 'jsonl.new', '0.claimed'])(
  'a left-over .%s file is taken over at any point of a crash',
  async ending => {
    const a = newId()
    writeFileSync(join(directory, `${gone}.x.${ending}`), `${line(a)}\n`)
    expect(await ids(createFileOutbox(directory))).toEqual([a])
  },
)

test('files of live processes are left alone, also of other trackers of this one', async () => {
  const [a, b, c] = [newId(), newId(), newId()]
  const one = createFileOutbox(directory)
  one.put(a, line(a))
  writeFileSync(join(directory, `${process.ppid}.x.jsonl`), `${line(b)}\n`)
  // As after a night in which the machine was asleep: its clock went on, and the uptime of its processes did not.
  const [own = ''] = files().filter(name => name.startsWith(`${process.pid}.`))
  utimesSync(join(directory, own), 0, 0)
  const two = createFileOutbox(directory)
  two.put(c, line(c))
  expect([await ids(one), await ids(two)]).toEqual([[a], [c]])
  expect(files()).toHaveLength(3)
})

test('a file of an earlier process with the same process id is taken over', async () => {
  const a = newId()
  const path = join(directory, `${process.pid}.x.jsonl`)
  writeFileSync(path, `${line(a)}\n`)
  utimesSync(path, 1, 1)
  expect(await ids(createFileOutbox(directory))).toEqual([a])
})

test('a closed outbox refuses; its events are there for the next', async () => {
  const a = newId()
  const one = createFileOutbox(directory)
  one.put(a, line(a))
  one.close()
  expect(() => one.put(a, line(a))).toThrow('closed')
  const two = createFileOutbox(directory)
  expect(await ids(two)).toEqual([a])
  two.remove([a])
  two.close()
  expect(files()).toEqual([])
})

test('the file stays small while events come and go', async () => {
  const outbox = createFileOutbox(directory)
  const waiting = newId()
  outbox.put(waiting, line(waiting))
  for (let index = 0; index < 25_000; index++) {
    const id = newId()
    outbox.put(id, line(id))
    outbox.remove([id])
  }
  const [name = ''] = files()
  expect(statSync(join(directory, name)).size).toBeLessThan(1_100_000)
  expect(await ids(outbox)).toEqual([waiting])
  const last = newId()
  outbox.put(last, line(last))
  outbox.close()
  expect(await ids(createFileOutbox(directory))).toEqual([waiting, last])
})

test('a disk that is full costs neither events nor open files, and what was left there stays', async () => {
  const own = join(directory, createHash('sha256').update('wk_test').digest('hex').slice(0, 16))
  const left = Array.from({ length: 100 }, newId)
  mkdirSync(own)
  writeFileSync(join(own, `${gone}.x.jsonl`), left.map(line).join('\n'))
  // A limit of the shell stands in for the disk: no file may grow beyond a kilobyte.
  const child = join(import.meta.dirname, '../testing/full-disk-child.ts')
  const said = execFileSync('sh', ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, child, directory])
  const { opened, ...rest } = JSON.parse(String(said))
  expect(rest).toEqual({ kept: 100, left: 1 })
  expect(opened).toBeLessThan(10)
  expect(await ids(createFileOutbox(own))).toEqual(left)
})

test('rubbish in the directory harms nothing', async () => {
  const a = newId()
  appendFileSync(join(directory, 'README'), 'hello')
  appendFileSync(join(directory, `${gone}.x.jsonl`), `null\n[]\n{}\n7\n\n${line(a)}\n`)
  expect(await ids(createFileOutbox(directory))).toEqual([a])
  expect(files()).toContain('README')
})
