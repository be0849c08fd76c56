import { describe, expect, it } from 'vitest'
import { compact, innerPath, oneOf, text } from './params.ts'

describe('search parameters', () => {
  it('reads texts, also those that look like numbers, and refuses the rest', () => {
    expect(text('  login ')).toBe('login')
    expect(text(42)).toBe('42')
    expect(text('   ')).toBeUndefined()
    expect(text('x'.repeat(201))).toBeUndefined()
    expect(text({ a: 1 })).toBeUndefined()
  })
  it('accepts only listed values', () => {
    expect(oneOf('high', ['low', 'high'])).toBe('high')
    expect(oneOf('HIGH', ['low', 'high'])).toBeUndefined()
  })
  it('never leads to another host', () => {
    expect(innerPath('/issues?i=1')).toBe('/issues?i=1')
    for (const bad of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', ''])
      expect(innerPath(bad)).toBeUndefined()
  })
  it('drops unset keys and keeps falsy values', () => {
    expect(compact({ a: undefined, b: 0, c: '' })).toEqual({ b: 0, c: '' })
  })
})
