import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { reset, startServer, status } from '../testing/server.ts'
import { createTracker } from './index.ts'

const child = join(import.meta.dirname, '../testing/tracking-child.ts')

/** Runs the child until it has reported so many events, kills it, and returns the ids that it reported. */
async function trackAndKill(url: string, directory: string, events: number): Promise<string[]> {
  const process_ = spawn(process.execPath, [child, url, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(process_, 'exit')
  const ids: string[] = []
  for await (const id of createInterface(process_.stdout)) {
    ids.push(id)
    if (ids.length === events) process_.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  // A line that the kill has cut is no report.
  return ids.filter(id => id.length === 36)
}

test('three processes killed in the middle, under failures: every tracked event arrives, each id once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'kill-'))
  await using server = await startServer()
  const tracked: string[] = []
  for (const events of [300, 700, 1100]) {
    server.failures.push(status(500), reset)
    tracked.push(...(await trackAndKill(server.url, directory, events)))
  }
  const before = server.events.size
  const tracker = createTracker({ url: server.url, directory, writeKey: 'wk_test', maxQueued: 1_000_000 })
  await expect.poll(tracker.flush).toBe(true)
  expect(tracked.length).toBeGreaterThanOrEqual(2100)
  expect(before).toBeLessThan(tracked.length)
  expect(tracked.filter(id => !server.events.has(id))).toEqual([])
  expect(new Set(tracked).size).toBe(tracked.length)
  expect(tracker.dropped()).toBe(0)
  await tracker.shutdown()
  rmSync(directory, { recursive: true })
})
