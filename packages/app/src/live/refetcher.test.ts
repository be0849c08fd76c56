import { describe, expect, it } from 'vitest'
import { createRefetcher } from './refetcher.ts'

/** A clock that moves only when told, with refetches that end only when told. */
function bench(pauseMs = 250) {
  let time = 0
  let timers: Array<{ at: number; then: () => void }> = []
  const starts: Array<{ key: string; at: number; changesSeen: number; end: (error?: Error) => void }> = []
  let changes = 0
  const refetcher = createRefetcher({
    pauseMs,
    now: () => time,
    wait: (ms, then) => {
      const timer = { at: time + ms, then }
      timers.push(timer)
      return () => {
        timers = timers.filter(each => each !== timer)
      }
    },
    refetch: key =>
      new Promise<void>((resolve, reject) => {
        starts.push({ key, at: time, changesSeen: changes, end: error => (error ? reject(error) : resolve()) })
      }),
  })
  return {
    starts,
    refetcher,
    change(key = 'q') {
      changes++
      refetcher.touch(key)
    },
    pass(ms: number) {
      time += ms
      const due = timers.filter(each => each.at <= time)
      timers = timers.filter(each => each.at > time)
      for (const each of due) each.then()
    },
    async end(index: number, error?: Error) {
      starts[index]?.end(error)
      await Promise.resolve()
      await Promise.resolve()
    },
    changes: () => changes,
  }
}

describe('refetcher', () => {
  it('refetches at once on the first change', () => {
    const b = bench()
    b.change()
    expect(b.starts.map(s => s.at)).toEqual([0])
  })
  it('makes exactly one more refetch out of any burst while one runs', async () => {
    const b = bench()
    b.change()
    for (let i = 0; i < 50; i++) b.change()
    b.pass(1_000)
    expect(b.starts).toHaveLength(1)
    await b.end(0)
    expect(b.starts.map(s => s.at)).toEqual([0, 1_000])
    await b.end(1)
    b.pass(10_000)
    expect(b.starts).toHaveLength(2)
  })
  it('keeps the pause when answers are fast, and loses no change', async () => {
    const b = bench()
    b.change()
    b.pass(20)
    await b.end(0)
    b.change()
    b.change()
    expect(b.starts).toHaveLength(1)
    b.pass(229)
    expect(b.starts).toHaveLength(1)
    b.pass(1)
    expect(b.starts.map(s => s.at)).toEqual([0, 250])
    expect(b.starts[1]?.changesSeen).toBe(b.changes())
  })
  it('goes on after a refetch that failed', async () => {
    const b = bench()
    b.change()
    b.change()
    b.pass(300)
    await b.end(0, new Error('server away'))
    expect(b.starts).toHaveLength(2)
  })
  it('gives a costly query a longer pause, its first refetch still at once', async () => {
    const b = bench()
    b.refetcher.touch('costly', 5_000)
    await b.end(0)
    b.refetcher.touch('costly', 5_000)
    b.pass(4_999)
    expect(b.starts).toHaveLength(1)
    b.pass(1)
    expect(b.starts.map(s => s.at)).toEqual([0, 5_000])
  })
  it('asks few times a minute while changes do not stop, and at once again after a rest', async () => {
    const b = bench()
    let ended = 0
    const endAll = async () => {
      while (ended < b.starts.length) await b.end(ended++)
    }
    for (let elapsed = 0; elapsed < 120_000; elapsed += 50) {
      b.change()
      b.pass(50)
      await endAll()
    }
    const inMinute = b.starts.filter(({ at }) => at >= 60_000 && at < 120_000)
    expect(b.starts.filter(({ at }) => at < 1_000)).toHaveLength(4)
    expect(inMinute.length).toBeLessThanOrEqual(15)
    expect(inMinute.length).toBeGreaterThanOrEqual(14)
    for (let rest = 0; rest < 3; rest++) {
      b.pass(10_000)
      await endAll()
    }
    const before = b.starts.length
    b.change()
    expect(b.starts).toHaveLength(before + 1)
  })
  it('keeps queries apart, and stops when told', () => {
    const b = bench()
    b.change('a')
    b.change('b')
    expect(b.starts.map(s => s.key)).toEqual(['a', 'b'])
    b.refetcher.stop()
    b.change('c')
    b.pass(10_000)
    expect(b.starts).toHaveLength(2)
  })
})
