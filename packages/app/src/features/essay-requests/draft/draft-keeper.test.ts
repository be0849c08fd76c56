import { describe, expect, it } from 'vitest'
import { createDraftKeeper, type DraftState } from './draft-keeper.ts'

interface Conflict {
  newer: number
}

/** A server that keeps one text by version. */
function open({ wait = 1 } = {}) {
  const stored = { version: 0, text: '' }
  const shown = { text: '' }
  const states: DraftState<Conflict>[] = []
  let failing = false
  const keeper = createDraftKeeper<Conflict>({
    version: 0,
    wait,
    save: async base => {
      const { text } = shown
      await new Promise(resolve => setTimeout(resolve, 2))
      if (failing) throw new Error('away')
      if (base !== stored.version) throw { newer: stored.version }
      Object.assign(stored, { text, version: base + 1 })
      return stored.version
    },
    conflictOf: error => (error instanceof Error ? null : { newer: stored.version }),
    onState: state => states.push(state),
  })
  const write = (text: string) => {
    shown.text = text
    keeper.changed()
  }
  return { keeper, stored, states, write, fail: (on: boolean) => (failing = on), last: () => states.at(-1) }
}

describe('createDraftKeeper', () => {
  it('stores by itself, and what is written while it does, after it', async () => {
    const { keeper, stored, write, last } = open()
    write('a')
    await expect.poll(() => stored.text).toBe('a')
    write('ab')
    write('abc')
    await expect.poll(() => last()).toEqual({ kind: 'saved' })
    expect(stored).toEqual({ text: 'abc', version: 2 })
    expect(keeper.isIdle()).toBe(true)
  })

  it('stores everything when asked, also what is written meanwhile', async () => {
    const { keeper, stored, write } = open({ wait: 10_000 })
    write('a')
    const done = keeper.flush()
    write('ab')
    expect(await done).toBe(true)
    expect(stored.text).toBe('ab')
    keeper.stop()
  })

  it('stops at a conflict, loses nothing, and goes on from the newer version', async () => {
    const { keeper, stored, write, last } = open()
    Object.assign(stored, { version: 3, text: 'theirs' })
    write('mine')
    await expect.poll(() => last()).toEqual({ kind: 'conflict', conflict: { newer: 3 } })
    write('mine too')
    expect(await keeper.flush()).toBe(false)
    expect(stored.text).toBe('theirs')
    expect(keeper.isStuck()).toBe(true)
    keeper.rebase(3, true)
    expect(await keeper.flush()).toBe(true)
    expect(stored).toEqual({ version: 4, text: 'mine too' })
  })

  it('tries again after a failure, with the next change or when asked', async () => {
    const { keeper, stored, write, fail, last } = open()
    fail(true)
    write('a')
    await expect.poll(() => last()?.kind).toBe('failed')
    expect(keeper.isIdle()).toBe(false)
    fail(false)
    expect(await keeper.flush()).toBe(true)
    expect(stored.text).toBe('a')
  })
})
