/** Search parameters come from anywhere (a colleague's link, a typo): each reader gives a good value or nothing. */
export type RawSearch = Record<string, unknown>

/** A text of 1 to `max` characters; numbers in the URL are texts here. */
export function text(raw: unknown, max = 200): string | undefined {
  const value = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  return trimmed.length > 0 && trimmed.length <= max ? trimmed : undefined
}

/** One of the allowed values. */
export function oneOf<const T extends string>(raw: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find(value => value === raw)
}

/** An id as the server makes them. */
export function id(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(raw) ? raw : undefined
}

/** A path inside this program: never another host, so that a link cannot send a freshly signed-in person away. */
export function innerPath(raw: unknown): string | undefined {
  const value = text(raw, 2_000)
  return value && /^\/(?![/\\])/.test(value) ? value : undefined
}

/** Leaves out what is unset, so that URLs stay short and `exactOptionalPropertyTypes` holds. */
export function compact<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in values) {
    const value = values[key]
    // `in` walks the object's own keys of a literal; undefined was just ruled out.
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>
  }
  return kept
}
