import { expect, test } from 'vitest'
import { errorLabel } from './error-label.ts'

test.each([
  ['otp_failed', 'Rate limited', 'otp_failed'],
  ['Error', 'card_declined', 'card_declined'],
  ['Error', null, 'Error'],
  [null, 'card_declined', 'card_declined'],
  [null, null, null],
])('the type %s with the message %s is called %s', (errorType, errorMessage, label) => {
  expect(errorLabel({ errorType, errorMessage })).toBe(label)
})
