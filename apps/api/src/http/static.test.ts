import { expect, it } from 'vitest'
import { isPage } from './static.ts'

it.each([
  ['/admin/people?q=ana@example.com', true],
  ['/admin/billing?q=ana%40example.com&tab=subscriptions', true],
  ['/admin', true],
  ['/', true],
  ['/favicon.ico', false],
  ['/admin/assets/index-1a2b.js', false],
  ['/missing.css?v=2', false],
])('%s is a page: %s', (url, page) => expect(isPage(url)).toBe(page))
