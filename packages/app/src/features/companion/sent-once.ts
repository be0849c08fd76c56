import { v4 } from 'uuid'

/**
 * The id under which something is sent. It stays the same while the same is tried again, because the answer to a try may be
 * lost after the server kept what it brought; what was answered is new the next time.
 */
export function sendingOnce(newId: () => string = v4) {
  let last: { what: string; id: string } | null = null
  return {
    idOf(what: string): string {
      if (last?.what !== what) last = { what, id: newId() }
      return last.id
    },
    answered(): void {
      last = null
    },
  }
}
