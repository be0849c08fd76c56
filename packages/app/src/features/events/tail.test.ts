import { describe, expect, it } from 'vitest'
import { addOlder, emptyTail, receive, release, type TailPage, waitingLabel } from './tail.ts'

/** The newest page of a stream of which `newest` is the last id. */
const page = (newest: number, size = 3): TailPage<{ id: string }> => ({
  items: Array.from({ length: size }, (_, index) => ({ id: String(newest - index) })),
  nextCursor: String(newest - size),
})
const ids = (rows: readonly { id: string }[] | null) => rows?.map(row => row.id).join(' ')
const start = receive(emptyTail<{ id: string }>(), page(10), false)

describe('tail', () => {
  it('shows the first page and knows where older rows are', () => {
    expect(ids(start.rows)).toBe('10 9 8')
    expect(start.nextCursor).toBe('7')
    expect(start.fresh.size).toBe(0)
  })
  it('lets new rows in at the head, each once, and lights them up', () => {
    const next = receive(start, page(12), false)
    expect(ids(next.rows)).toBe('12 11 10 9 8')
    expect([...next.fresh].sort()).toEqual(['11', '12'])
    expect(next.nextCursor).toBe('7')
  })
  it('does not move while held, and loses nothing', () => {
    const held = receive(receive(start, page(11), true), page(13), true)
    expect(ids(held.rows)).toBe('10 9 8')
    expect(waitingLabel(held)).toBe('3 new')
    expect(ids(release(held).rows)).toBe('13 12 11 10 9 8')
    expect(release(held).waiting).toEqual([])
  })
  it('begins again when more arrived than a page holds, rather than hide a gap', () => {
    const held = receive(start, page(99), true)
    expect(ids(held.rows)).toBe('10 9 8')
    expect(waitingLabel(held)).toBe('3+ new')
    expect(ids(release(held).rows)).toBe('99 98 97')
    expect(release(held).nextCursor).toBe('96')
    expect(ids(receive(start, page(99), false).rows)).toBe('99 98 97')
  })
  it('keeps counting over a gap', () => {
    const held = receive(receive(start, page(99), true), page(100), true)
    expect(ids(release(held).rows)).toBe('100 99 98 97')
    expect(release(held).nextCursor).toBe('96')
  })
  it('adds older pages below without repeating', () => {
    const older = addOlder(start, page(8))
    expect(ids(older.rows)).toBe('10 9 8 7 6')
    expect(older.nextCursor).toBe('5')
  })
  it('stays light: past the limit it begins again from the newest page', () => {
    let tail = start
    for (let newest = 12; newest <= 1_200; newest += 2) tail = receive(tail, page(newest), false)
    expect(tail.rows?.length).toBeLessThanOrEqual(500)
    expect(tail.rows?.[0]?.id).toBe('1200')
    const last = tail.rows?.at(-1)?.id
    expect(Number(last) - 1).toBe(Number(tail.nextCursor))
  })
})
