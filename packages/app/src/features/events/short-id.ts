/** The last characters of an id: UUIDv7s of one minute begin alike, so their ends tell them apart. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-6)}` : id
}
