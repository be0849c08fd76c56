import { vi } from 'vitest'

/** Waits until what it checks holds: soon on an idle machine, and in time on a busy one. */
export const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 10 })
