import { describe, expect, it } from 'vitest'
import { readFailure, waitInWords } from './errors.ts'

describe('readFailure', () => {
  it('takes an error without an answer as a lost connection that may be tried again', () => {
    expect(readFailure(new TypeError('Failed to fetch'))).toMatchObject({ code: 'NETWORK', retryable: true })
    expect(readFailure(undefined).code).toBe('NETWORK')
  })
  it('keeps the code, the sentence and the request id', () => {
    const error = Object.assign(new Error('This issue does not exist.'), {
      data: { code: 'NOT_FOUND', requestId: 'req_1' },
    })
    expect(readFailure(error)).toMatchObject({
      message: 'This issue does not exist.',
      code: 'NOT_FOUND',
      requestId: 'req_1',
      retryable: false,
    })
  })
  it('names the fields of bad input, each with its first message', () => {
    const issues = [
      { path: 'email', message: 'Use a full e-mail address.' },
      { path: 'email', message: 'Too short.' },
      { path: ['steps', 0, 'name'], message: 'Name the step.' },
      'nonsense',
    ]
    const failure = readFailure(Object.assign(new Error('[…]'), { data: { code: 'BAD_REQUEST', issues } }))
    expect(failure.fields).toEqual({ email: 'Use a full e-mail address.', 'steps.0.name': 'Name the step.' })
    expect(failure.message).toContain('Use a full e-mail address.')
  })
  it('says how long to wait, and does not knock again before', () => {
    const limited = (retryAfter: number | undefined) =>
      readFailure(Object.assign(new Error('Too many'), { data: { code: 'TOO_MANY_REQUESTS', retryAfter } }))
    expect(limited(671).message.replaceAll('\u00a0', ' ')).toBe('Too many tries. Try again in 12 min.')
    expect(limited(671).retryable).toBe(false)
    expect(limited(2).retryable).toBe(true)
    expect(limited(undefined).message).toBe('Too many tries. Try again in a while.')
  })
  it('never promises a shorter wait than there is', () => {
    const plain = (seconds: number) => waitInWords(seconds).replaceAll('\u00a0', ' ')
    expect([0, 59.2, 60, 61, 3_599, 3_600, 3_601].map(plain)).toEqual([
      '1 s',
      '60 s',
      '1 min',
      '2 min',
      '60 min',
      '1 h',
      '2 h',
    ])
  })
})
