import { describe, expect, it } from 'vitest'
import { pageInput } from './page-input.ts'

describe('pageInput', () => {
  it('drops the direction that infinite queries add, and nothing else', () => {
    expect(pageInput({ open: true, cursor: 'c', direction: 'forward' })).toEqual({ open: true, cursor: 'c' })
    expect(pageInput({ direction: 'sideways' })).toEqual({ direction: 'sideways' })
    for (const input of [undefined, null, 'x', {}]) expect(pageInput(input)).toBe(input)
  })
})
