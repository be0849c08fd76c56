import type { Database } from '@quarterdeck/db'

/** Postgres refuses notices of 8,000 bytes and more. */
const longest = 7_800

/** Says what matters only while it happens, such as that somebody types, to every process; nothing is stored. */
export interface Whispers {
  /** @throws RangeError when it is longer than 7,800 bytes with its topic. */
  say: (topic: string, body: object) => Promise<void>
  /** @returns a function that stops listening. */
  hear: (topic: string, onBody: (body: unknown) => void) => () => void
  close: () => Promise<void>
}

/** Listens once a process. What is said while the connection is away is lost: nobody may rely on it. */
export async function openWhispers(database: Database): Promise<Whispers> {
  const listeners = new Map<string, Set<(body: unknown) => void>>()
  const stop = await database.listen('whispers', {
    onReady: () => {},
    onPayload: payload => {
      const space = payload.indexOf(' ')
      const heard = listeners.get(payload.slice(0, space))
      if (!heard) return
      const body: unknown = JSON.parse(payload.slice(space + 1))
      for (const listener of heard) listener(body)
    },
  })
  return {
    async say(topic, body) {
      const payload = `${topic} ${JSON.stringify(body)}`
      if (Buffer.byteLength(payload) > longest) throw new RangeError('This is too long to whisper')
      await database.run("select pg_notify('whispers', $1)", [payload])
    },
    hear(topic, onBody) {
      const known = listeners.get(topic) ?? new Set()
      listeners.set(topic, known)
      known.add(onBody)
      return () => {
        known.delete(onBody)
        if (known.size === 0) listeners.delete(topic)
      }
    },
    close: stop,
  }
}
