import { describe, expect, it } from 'vitest'
import { personName } from './person-name.ts'

const nobody = { id: '0193c5a0-1111-7000-8000-000000000000', name: null, email: null }

describe('personName', () => {
  it('takes the best that is known', () => {
    expect(personName({ ...nobody, name: 'Ana', email: 'ana@example.com' })).toBe('Ana')
    expect(personName({ ...nobody, name: '', email: 'ana@example.com' })).toBe('ana@example.com')
    expect(personName({ ...nobody, traits: { name: ' ', email: 'bo@example.com' } })).toBe('bo@example.com')
    expect(personName({ ...nobody, traits: { name: 7 } })).toBe('Unnamed 0193c5a0')
  })
})
