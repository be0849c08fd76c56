import { describe, expect, it } from 'vitest'
import { neighbour } from './use-list-keys.ts'

describe('neighbour', () => {
  const ids = ['a', 'b', 'c']
  it('walks the list and stops at its ends', () => {
    expect(neighbour(ids, undefined, 1)).toBe('a')
    expect(neighbour(ids, 'a', 1)).toBe('b')
    expect(neighbour(ids, 'c', 1)).toBe('c')
    expect(neighbour(ids, 'a', -1)).toBe('a')
    expect(neighbour(ids, 'gone', -1)).toBe('a')
    expect(neighbour([], 'a', 1)).toBeUndefined()
  })
})
