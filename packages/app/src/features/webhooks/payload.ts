/** A delivery's body as people read it: JSON in lines, a form field by field, the rest as it came. */
export function prettyPayload(payload: string, contentType: string | undefined): string {
  if (payload === '') return '(empty)'
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    if (!contentType?.startsWith('application/x-www-form-urlencoded')) return payload
    return [...new URLSearchParams(payload)].map(([name, value]) => `${name}: ${value}`).join('\n')
  }
}

/** `2340` → `2.3 kB`. */
export function bytes(size: number): string {
  if (size < 1_000) return `${size}\u00a0bytes`
  const [value, unit] = size < 1_000_000 ? [size / 1_000, 'kB'] : [size / 1_000_000, 'MB']
  return `${value.toFixed(1)}\u00a0${unit}`
}
