const secretName = /passw|secret|token|authorization|cookie|api_?key|^hash$|Hash$/i
/** What our own keys begin with, anywhere in a text. */
const ownKey = /\bqd_[\w-]{8,}/g
const deepest = 20

/**
 * A copy of a value without what could open something: fields named like secrets, and keys of ours inside texts. A last
 * guard: verbs put no secret into the audit log to begin with.
 */
export function hideSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(ownKey, 'qd_[hidden]')
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return '[too deep]'
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(item => hideSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) && typeof item === 'string' ? '[hidden]' : hideSecrets(item, depth + 1),
    ]),
  )
}
