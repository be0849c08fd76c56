import { expect, test } from 'vitest'
import { consoleAddress, isForOutside, isOurs, linkAmong, openedBy, serverOrigin } from './addresses.ts'

test('a deep link opens the console at its path', () => {
  expect(openedBy('quarterdeck://open/issues/0198a0b2-0000-7000-8000-000000000001')).toBe(
    'quarterdeck://console/admin/issues/0198a0b2-0000-7000-8000-000000000001',
  )
  expect(openedBy('quarterdeck://open/')).toBe('quarterdeck://console/admin/')
})

test.each([
  'quarterdeck://open/../../etc',
  'quarterdeck://open/issues/%2e%2e',
  'quarterdeck://open/issues?x=1',
  'quarterdeck://open//evil.example.com',
  'quarterdeck://console/admin/',
  'https://evil.example.com/',
  'javascript:alert(1)',
])('%s opens nothing', link => {
  expect(openedBy(link)).toBeUndefined()
})

test('the link is found among a process’s arguments', () => {
  expect(linkAmong(['/usr/bin/app', '--flag', 'quarterdeck://open/funnels'])).toBe(
    'quarterdeck://console/admin/funnels',
  )
  expect(linkAmong(['/usr/bin/app', 'quarterdeck://gone'])).toBeUndefined()
})

test.each([
  ['console.example.com', 'https://console.example.com'],
  [' https://console.example.com/admin/ ', 'https://console.example.com'],
  ['127.0.0.1:4400', 'http://127.0.0.1:4400'],
  ['localhost', 'http://localhost'],
  ['http://10.0.0.5:4400', 'http://10.0.0.5:4400'],
  ['', undefined],
  ['two words', undefined],
  ['https://ada:secret@example.com', undefined],
  ['ftp://example.com', undefined],
  ['http://', undefined],
])('the server typed as %j is %j', (typed, origin) => {
  expect(serverOrigin(typed)).toBe(origin)
})

test('only the console is ours, and only web and mail addresses go outside', () => {
  expect(isOurs('quarterdeck://console/admin/x')).toBe(true)
  expect(isOurs('quarterdeck://console.evil/admin')).toBe(false)
  expect(isForOutside('https://example.com')).toBe(true)
  expect(isForOutside('file:///etc/passwd')).toBe(false)
  expect(isForOutside('nonsense')).toBe(false)
  expect(consoleAddress('/a/b')).toBe('quarterdeck://console/admin/a/b')
})
