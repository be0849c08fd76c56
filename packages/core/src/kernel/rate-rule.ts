/** How often something may be done by one subject. */
export interface RateRule {
  /** Names the class of what is limited, such as `sign_in`. */
  name: string
  limit: number
  /** The window begins with the first use. */
  windowSeconds: number
  /** When the database cannot count: refuse (sign-in, whatever costs money) or let through. */
  failClosed: boolean
  /** How much a process takes from the database at once, to spend by itself (`rate-lease.ts`). */
  share?: number
}
