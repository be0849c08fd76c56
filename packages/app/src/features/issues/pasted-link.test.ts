import { expect, test } from 'vitest'
import { readPastedLink } from './pasted-link.ts'

const pull = { kind: 'github_pr', key: 'acme/shop#7', url: 'https://github.com/acme/shop/pull/7' }
const board = 'https://acme.atlassian.net/jira/software/projects/OPS/boards/1?selectedIssue=OPS-12'

test.each([
  ['OPS-12', { kind: 'jira', key: 'OPS-12' }],
  [' ops-12 ', { kind: 'jira', key: 'OPS-12' }],
  ['https://acme.atlassian.net/browse/OPS-12', { key: 'OPS-12', url: 'https://acme.atlassian.net/browse/OPS-12' }],
  [board, { kind: 'jira', key: 'OPS-12', url: board }],
  ['acme/shop#7', pull],
  ['https://github.com/acme/shop/pull/7', pull],
  ['https://github.com/acme/shop/pull/7/files#diff-1', pull],
  ['https://git.acme.example/acme/shop/pull/7?x=1', { url: 'https://git.acme.example/acme/shop/pull/7' }],
])('%s is understood', (text, link) => {
  expect(readPastedLink(text)).toMatchObject(link)
})

test.each([
  '',
  '12',
  'OPS',
  'https://github.com/acme/shop/issues/7',
  'javascript:alert(1)//pull/7',
  'ftp://a/b/c/pull/7',
])('%s is no link', text => {
  expect(readPastedLink(text)).toBeNull()
})
