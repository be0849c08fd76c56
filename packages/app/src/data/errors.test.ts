import { describe, expect, it } from 'vitest'
import { readFailure } from './errors.ts'

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
})
