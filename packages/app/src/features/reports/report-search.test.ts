import { expect, test } from 'vitest'
import { readReportsSearch, readRunsSearch, toListInput } from './report-search.ts'

const id = '01a2b3c4-0000-7000-8000-000000000001'

test('whose reports are shown stands in one parameter', () => {
  expect(toListInput(readReportsSearch({ of: `team:${id}`, kind: 'weekly' }))).toEqual({ kind: 'weekly', teamId: id })
  expect(toListInput(readReportsSearch({ of: `person:${id}` }))).toEqual({ personId: id })
  // Not left out: that would be everybody's and each one's.
  expect(toListInput(readReportsSearch({ of: 'everyone' }))).toEqual({ personId: null })
  expect(toListInput(readReportsSearch({}))).toEqual({})
})

test('what a link from elsewhere holds is read or left out', () => {
  expect(readReportsSearch({ of: 'team:x', kind: 'yearly' })).toEqual({})
  expect(readReportsSearch({ of: 5 })).toEqual({})
  expect(readRunsSearch({ kind: 'manual', status: 'failed' })).toEqual({ status: 'failed' })
})
