import { ZodError } from 'zod'

/**
 * Why something could not be done, in a line that may be kept and shown: what the database said, without the statement
 * and the values that it was about; what did not fit, by its place.
 */
export function failureInWords(error: unknown): string {
  return wordsOf(error).slice(0, 1_000)
}

function wordsOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues
      .map(({ path, message }) => `${path.map(String).join('.') || 'The whole'}: ${message}`)
      .join('; ')
  }
  if (!(error instanceof Error)) return String(error)
  // Drizzle's own message is the statement with its values, which name people.
  return error.message.startsWith('Failed query') && error.cause instanceof Error ? error.cause.message : error.message
}
