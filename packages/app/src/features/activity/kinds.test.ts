import { expect, it } from 'vitest'
import { actorName, factRef } from './kinds.ts'

it('calls a fact as people call it', () => {
  expect(factRef({ kind: 'commit', number: null, objectKey: 'commit:3f2a1bc9d0e1' })).toBe('3f2a1bc')
  expect(factRef({ kind: 'pr_merged', number: 41, objectKey: 'pr:41:merged' })).toBe('#41')
  expect(factRef({ kind: 'release_published', number: null, objectKey: 'release:7' })).toBeNull()
})

it('names whoever did it by what is known', () => {
  expect(actorName({ login: 'mei', name: 'Mei Tanaka' })).toBe('mei')
  expect(actorName({ login: null, name: 'Mei Tanaka' })).toBe('Mei Tanaka')
  expect(actorName(null)).toBe('Somebody not known')
})
