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
