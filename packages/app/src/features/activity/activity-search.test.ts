import { expect, it } from 'vitest'
import { hiddenOf, readActivitySearch, readFiguresSearch } from './activity-search.ts'

const id = '0198c0de-0000-7000-8000-000000000001'

it('takes from an address what the facts understand, and leaves the rest', () => {
  const whole = { q: '#41', repository: id, kind: 'commit', p: '7d', i: id }
  expect(readActivitySearch({ ...whole, actor: 'mei', sort: 'name' })).toEqual(whole)
  expect(readActivitySearch({ kind: 'push', p: 'any', q: ' ' })).toEqual({})
})

it('never hides every series of a chart', () => {
  expect(hiddenOf(readFiguresSearch({ hide: 'reviews,commits,stars' }))).toEqual(['commits', 'reviews'])
  expect(readFiguresSearch({ hide: 'pullRequests,reviews,commits', span: '5d' })).toEqual({})
})
