import { expect, it } from 'vitest'
import { splitText } from './split-text.ts'

it('cuts at the best seam, loses nothing but space, and breaks no character', () => {
  expect(splitText('  short ')).toEqual(['short'])
  expect(splitText('')).toEqual([])
  const words = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ')
  const parts = splitText(words)
  expect(parts.every(part => part.length <= 1_600)).toBe(true)
  expect(parts.join(' ')).toBe(words)
  expect(splitText(`${'a'.repeat(30)}\n\n${'b'.repeat(30)} c`, 40)).toEqual(['a'.repeat(30), `${'b'.repeat(30)} c`])
  const faces = splitText('😀'.repeat(30), 25)
  expect(faces.join('')).toBe('😀'.repeat(30))
  expect(faces.every(part => part.isWellFormed())).toBe(true)
})
