import { describe, expect, it } from 'vitest'
import { actionInWords, actorInWords, choices, domainOf } from './audit-words.ts'

describe('words of the audit log', () => {
  it('reads an action', () => {
    expect(actionInWords('issues.setStatus')).toBe('Set the status of an issue')
    expect(actionInWords('apiKeys.create')).toBe('Made an API key')
    expect(actionInWords('people.updateMe')).toBe('Changed their own account')
    expect(actionInWords('essays.newThing')).toBe('Essays: new thing')
    expect(actionInWords('erasure')).toBe('Erasure')
    expect(actionInWords('issues.')).toBe('Issues')
  })
  it('tells the product from people', () => {
    expect(actorInWords({ kind: 'system', name: 'sample-data' })).toBe('Quarterdeck: sample data')
    expect(actorInWords({ kind: 'person', name: 'Mei' })).toBe('Mei')
  })
  it('offers what was seen, and what is set', () => {
    expect(choices(['b', 'a', 'b'], 'c')).toEqual(['a', 'b', 'c'])
    expect(choices([], undefined)).toEqual([])
    expect(domainOf('issues.setStatus')).toBe('issues.')
  })
})
