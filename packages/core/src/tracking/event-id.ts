import { createHash } from 'node:crypto'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The key of an event from its sender's id: a UUID stays as it is, any other text becomes the UUIDv8 of its hash
 * (RFC 9562, 5.8), and an event without an id is known by its whole content, so that sending it again changes nothing.
 */
export function eventId(id: unknown, event: unknown): string {
  if (typeof id === 'string' && uuid.test(id)) return id.toLowerCase()
  const known =
    (typeof id === 'string' && id !== '') || typeof id === 'number' ? `id:${id}` : `content:${JSON.stringify(event)}`
  const hex = createHash('sha256').update(known).digest('hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
