import type { Json } from './wire.ts'

/** Longest text kept of one value, in UTF-16 units. */
const maxText = 4096
const maxDepth = 8
/** Entries kept of one object or array. */
const maxEntries = 100
/** Values kept of one event, over all levels. */
const maxValues = 1000
const masked = '***'

// Tested against a name with its words set apart. The first line may stand anywhere in it, the second only as a word.
const secretName =
  /passw|passphrase|pwd|secret|token|cv[cv]|authori[sz]ation|credential|(api|access|private).?key|credit.?card|card.?num|(^|[^a-z])(cards?|ssn|auth|bearer|cookie|jwt|iban|pin|otp|pass(code)?)([^a-z]|$)/i

export interface Cleaner {
  /** A plain JSON copy of the fields of objects, later ones first: bounded, without cycles, secrets masked. */
  fields(...inputs: unknown[]): { [name: string]: Json }
  /** A bounded text without secret URL parameters. */
  text(input: unknown, limit?: number): string
}

/** Makes the cleaner through which every value passes before it is stored. `extra` names more fields to mask. */
export function createCleaner(extra: readonly RegExp[] = []): Cleaner {
  let left = 0

  const isSecret = (name: string): boolean =>
    secretName.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2')) || extra.some(pattern => name.search(pattern) >= 0)

  const text = (input: unknown, limit = maxText): string => {
    // Parameters are removed before the cut, so that a cut can never save a secret from its name.
    return String(input)
      .slice(0, maxText * 2)
      .replace(/([?&#])([^?&#=\s]+)=[^?&#\s]*/g, (parameter, mark: string, name: string) =>
        isSecret(name) ? mark : parameter,
      )
      .slice(0, limit)
  }

  const walk = (input: unknown, parents: readonly unknown[]): Json | undefined => {
    if (left-- < 1) return
    // NaN and the infinities become null in JSON.
    if (input === null || typeof input === 'boolean' || typeof input === 'number') return input
    if (typeof input === 'string' || typeof input === 'bigint') return text(input)
    if (typeof input !== 'object' || parents.length > maxDepth || parents.includes(input) || ArrayBuffer.isView(input))
      return
    return attempt(() => {
      const within = [...parents, input]
      const { toJSON }: { toJSON?: unknown } = input
      if (typeof toJSON === 'function') return walk(toJSON.call(input), within)
      if (Array.isArray(input)) return input.slice(0, maxEntries).map(item => attempt(() => walk(item, within)) ?? null)
      const entries: [string, Json][] = []
      for (const name of Object.keys(input).slice(0, maxEntries)) {
        const kept = isSecret(name) ? masked : attempt(() => walk(Reflect.get(input, name), within))
        if (kept !== undefined) entries.push([name, kept])
      }
      return Object.fromEntries(entries)
    })
  }

  return {
    text,
    fields: (...inputs) => {
      left = maxValues
      return Object.assign({}, ...inputs.map(input => walk(input, [])))
    },
  }
}

/** Runs what may throw in hostile hands; undefined when it did. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** The same for what may also reject. Starts at once. */
export async function attemptLater<T>(run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch {
    return undefined
  }
}
