import { describe, expect, it } from 'vitest'
import { checkTimestamp, parseJson } from './webhook-source.ts'

describe('the timestamp of a delivery', () => {
  const now = new Date(1_760_000_000_999)
  it.each([
    ['1760000000', null],
    ['1759999700', null],
    ['1759999699', 'old_timestamp'],
    ['1760000300', null],
    ['1760000301', 'future_timestamp'],
    ['0', 'old_timestamp'],
    ['999999999999', 'future_timestamp'],
    ['', 'missing_header'],
    [undefined, 'missing_header'],
    ['-1', 'missing_header'],
    ['1e9', 'missing_header'],
    ['NaN', 'missing_header'],
    ['1760000000.5', 'missing_header'],
    [' 1760000000', 'missing_header'],
    ['99999999999999999999', 'missing_header'],
  ])('%s: %s', (timestamp, verdict) => expect(checkTimestamp(timestamp, now)).toBe(verdict))
})

it('text that Postgres cannot hold is held with a sign in its place', () => {
  expect(parseJson(Buffer.from('{"a":["x\\u0000y"]}'))).toEqual({ a: ['x\ufffdy'] })
  expect(() => parseJson(Buffer.from('{'))).toThrow(SyntaxError)
})
