import { describe, expect, it } from 'vitest'
import { diff } from './diff.ts'

describe('diff', () => {
  it('names what changed and leaves out what did not', () => {
    expect(diff({ role: 'agent', name: 'Mei' }, { role: 'admin', name: 'Mei' })).toEqual([
      { path: 'role', before: 'agent', after: 'admin' },
    ])
  })
  it('tells made and removed from changed', () => {
    expect(diff(null, { name: 'CI', scopes: ['read', 'write'] })).toEqual([
      { path: 'name', before: null, after: 'CI' },
      { path: 'scopes', before: null, after: 'read, write' },
    ])
    expect(diff({ email: 'a@example.com' }, null)).toEqual([{ path: 'email', before: 'a@example.com', after: null }])
  })
  it('goes into objects, and keeps lists of objects whole', () => {
    expect(diff({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } })).toEqual([{ path: 'a.c', before: '2', after: '3' }])
    expect(diff({ steps: [] }, { steps: [{ name: 'one' }] })).toEqual([
      { path: 'steps', before: '[]', after: '[{"name":"one"}]' },
    ])
  })
  it('knows null from an empty text, and a plain value from a field', () => {
    expect(diff({ name: null }, { name: '' })).toEqual([{ path: 'name', before: null, after: '(empty)' }])
    expect(diff('open', 'closed')).toEqual([{ path: '', before: 'open', after: 'closed' }])
    expect(diff({ name: null }, {})).toEqual([])
  })
})
