/** One field that was changed: by its path, as text before and after; null where there was or is nothing. */
export interface FieldChange {
  path: string
  before: string | null
  after: string | null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value on one line: text without quotes, a list of plain values with commas, the rest as JSON. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value
  if (Array.isArray(value) && value.length > 0 && value.every(item => typeof item !== 'object')) return value.join(', ')
  return JSON.stringify(value) ?? String(value)
}

/** Fields of a value, those of objects inside it by their dotted path. An empty path is the value itself. */
function fields(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || value === undefined) return new Map()
  if (!isObject(value)) return new Map([[path, value]])
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => {
      const here = path ? `${path}.${key}` : key
      return isObject(inner) && Object.keys(inner).length > 0 ? [...fields(inner, here)] : [[here, inner] as const]
    }),
  )
}

/** The fields in which two values differ, in the order in which they first appear. */
export function diff(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [fields(before), fields(after)]
  const text = (side: Map<string, unknown>, path: string) => {
    const value = side.get(path)
    return value === null || value === undefined ? null : inWords(value)
  }
  return [...new Set([...old.keys(), ...now.keys()])]
    .map(path => ({ path, before: text(old, path), after: text(now, path) }))
    .filter(change => change.before !== change.after)
}
