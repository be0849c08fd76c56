import { expect, it } from 'vitest'
import { partsOf } from './link-parts.ts'

const linksIn = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])

it.each([
  ['See https://shop.example/returns?a=1#top.', ['https://shop.example/returns?a=1#top']],
  [
    '(http://a.example/b) and https://a.example/x_(y), or “https://c.example”',
    ['http://a.example/b', 'https://a.example/x_(y)', 'https://c.example'],
  ],
  ['[1] Returns › Shoes (https://shop.example/7)\n“Within 30 days”', ['https://shop.example/7']],
  ['javascript:alert(1) data:text/html,x www.a.example a@b.example https:// http://[', []],
  ['', []],
])('finds the addresses in %j', (text, links) => {
  expect(linksIn(text)).toEqual(links)
  expect(
    partsOf(text)
      .map(part => part.text)
      .join(''),
  ).toBe(text)
})
