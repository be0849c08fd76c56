/**
 * Makes UUIDv7 ids (RFC 9562, 5.7): 48 bits of milliseconds, a 12-bit counter, 62 random bits.
 * Ids of one maker rise strictly, also within a millisecond and when the clock steps back.
 */
export function createIds(now: () => number): () => string {
  let time = 0
  let counter = 0
  return () => {
    const current = now()
    counter = current > time ? 0 : counter + 1
    time = Math.max(time, current) + (counter >> 12)
    counter &= 4095
    const random = crypto.getRandomValues(new Uint8Array(8))
    // The two highest bits of the random part say which layout this is.
    random[0] = ((random[0] ?? 0) & 63) | 128
    return (hex(time, 12) + hex(0x7000 + counter, 4) + Array.from(random, byte => hex(byte, 2)).join('')).replace(
      /(.{8})(.{4})(.{4})(.{4})/,
      '$1-$2-$3-$4-',
    )
  }
}

/** The milliseconds since the epoch that a UUIDv7 carries; NaN for anything else. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
