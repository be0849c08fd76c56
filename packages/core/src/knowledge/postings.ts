/** Chunk numbers are kept together in blocks of this many: a term has one row a block. */
export const blockSize = 4_096

/** Offset of the chunk in its block, how often the term stands there, and the chunk's length: 16 bits each. */
const entrySize = 6
const most = 65_535

export interface Posting {
  no: number
  frequency: number
  length: number
}

export const blockOf = (no: number): number => Math.floor(no / blockSize)

export function encodePostings(postings: readonly Posting[]): Buffer {
  const bytes = Buffer.alloc(postings.length * entrySize)
  for (const [index, { no, frequency, length }] of postings.entries()) {
    bytes.writeUInt16LE(no % blockSize, index * entrySize)
    bytes.writeUInt16LE(Math.min(frequency, most), index * entrySize + 2)
    bytes.writeUInt16LE(Math.min(length, most), index * entrySize + 4)
  }
  return bytes
}

/** Calls back for each posting of a block, by offset: without objects, because there are many. */
export function eachPosting(
  bytes: Uint8Array,
  visit: (offset: number, frequency: number, length: number) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < view.byteLength; at += entrySize) {
    visit(view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint16(at + 4, true))
  }
}

/** The block without some offsets. */
export function withoutOffsets(bytes: Buffer, offsets: ReadonlySet<number>): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at < bytes.length; at += entrySize) {
    if (!offsets.has(bytes.readUInt16LE(at))) kept.push(bytes.subarray(at, at + entrySize))
  }
  return Buffer.concat(kept)
}
