import { expect, test } from 'vitest'
import { shortId } from './short-id.ts'

test.each([
  ['visit-77', 'visit-77'],
  ['01a1fb95-42ad-7374-a68e-978eede60006', '…e60006'],
  ['conversation:01a1fb95-42ad-7374-a68e-978eede60006', '…e60006'],
  ['seg-1:2026-11-21', 'seg-1:2026-11-21'],
  ['a.very.long@address.example.com', 'a.very.long@address.e…'],
])('%s is shown as %s', (id, shown) => {
  expect(shortId(id)).toBe(shown)
})
