import { z } from 'zod'

/** Names only: Postgres reads the sign of an offset such as `+02:00` the other way round than everybody else. */
function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** An IANA name that this server knows. */
export const timeZoneInput = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' })
