import { describe, expect, it } from 'vitest'
import { holdRows } from './held-rows.ts'

const rows = (ids: string) => [...ids].map(id => ({ id }))
const ids = (held: ReturnType<typeof holdRows>) => held.rows?.map(({ id }) => id).join('')

describe('rows that are held', () => {
  it('shows the first page as it is', () => {
    expect(holdRows(undefined, rows('cba'), true)).toEqual({ rows: rows('cba'), waiting: 0, fresh: new Set() })
    expect(holdRows(rows('a'), undefined, true).rows).toBeUndefined()
  })
  it('lets new rows wait above and between, and older pages in', () => {
    const held = holdRows(rows('db'), rows('edcba'), true)
    expect([ids(held), held.waiting, held.fresh.size]).toEqual(['dba', 2, 0])
  })
  it('lets them in when it is let go, lit up, and drops what is gone', () => {
    const held = holdRows(rows('db'), rows('ecb'), false)
    expect([ids(held), held.waiting, [...held.fresh]]).toEqual(['ecb', 0, ['e', 'c']])
  })
})
