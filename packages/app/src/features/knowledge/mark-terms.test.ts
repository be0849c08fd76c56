import { expect, test } from 'vitest'
import { markTerms } from './mark-terms.ts'

const markedIn = (text: string, ...terms: string[]) =>
  markTerms(text, terms).flatMap(({ part, marked }) => (marked ? [part] : []))

test('words are marked by their stems, and nothing else is', () => {
  const text = 'Deliveries take two days. Delivery is free; we ship on Monday, shipping is quick, shipbuilders wait.'
  expect(markedIn(text, 'deliveri', 'ship')).toEqual(['Deliveries', 'Delivery', 'ship', 'shipping'])
  expect(markedIn('Größe: 30 Tage', 'größe', '30')).toEqual(['Größe', '30'])
})

test('no sign is lost', () => {
  const text = ' a  (b), c\n'
  const parts = markTerms(text, ['b'])
  expect(parts.map(({ part }) => part).join('')).toBe(text)
})
