import { expect, it } from 'vitest'
import { sendingOnce } from './sent-once.ts'

it('is one id for one question until it is answered, and another for another', () => {
  let made = 0
  const sending = sendingOnce(() => `${++made}`)
  expect([sending.idOf('How many?'), sending.idOf('How many?')]).toEqual(['1', '1'])
  sending.answered()
  expect(sending.idOf('How many?')).toBe('2')
  expect([sending.idOf('Why?'), sending.idOf('How many?')]).toEqual(['3', '4'])
})
