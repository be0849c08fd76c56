import { notifications } from '@mantine/notifications'
import { readFailure } from '../data/errors.ts'

/** A short message that something was done. */
export function tell(message: string): void {
  notifications.show({ message, withCloseButton: false })
}

/** Says that a command failed, why, and under which request id. */
export function tellFailure(error: unknown): void {
  const failure = readFailure(error)
  const request = failure.requestId ? ` (request ${failure.requestId})` : ''
  notifications.show({ message: `${failure.message}${request}`, color: 'red', autoClose: 10_000 })
}
