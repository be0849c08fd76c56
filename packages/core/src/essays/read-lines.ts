import type { Readable } from 'node:stream'

/** Bytes that are read at a time. */
const piece = 262_144
const lineEnd = 0x0a

/** Tells bytes as text, some whole lines at a time. */
type Decode = (bytes: Buffer) => string

const isAscii = (text: string) => !/\P{ASCII}/u.test(text)

/**
 * UTF-8; what is none, and has held nothing but ASCII so far, is what spreadsheets on Windows save as CSV. A file that is
 * both gets marks in place of what cannot be read.
 */
function eightBit(): Decode {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let encoding: 'unknown' | 'utf-8' | 'windows-1252' = 'unknown'
  return bytes => {
    if (encoding === 'windows-1252') return new TextDecoder(encoding).decode(bytes)
    try {
      const text = strict.decode(bytes)
      if (!isAscii(text)) encoding = 'utf-8'
      return text
    } catch {
      if (encoding === 'unknown') encoding = 'windows-1252'
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
    }
  }
}

/** By its first bytes: UTF-16 says that it is. */
function decoderOf(begin: Buffer): { decode: Decode; holdsLines: boolean } {
  const mark = begin.subarray(0, 2).toString('hex')
  if (mark !== 'fffe' && mark !== 'feff') return { decode: eightBit(), holdsLines: true }
  const decoder = new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be', { ignoreBOM: true })
  return { decode: bytes => decoder.decode(bytes, { stream: true }), holdsLines: false }
}

async function* piecesOf(input: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
}

/** Text as it comes in: never half a character. */
async function* textOf(input: Readable): AsyncGenerator<string> {
  let waiting = Buffer.alloc(0)
  let reading: ReturnType<typeof decoderOf> | null = null
  for await (const bytes of piecesOf(input)) {
    waiting = Buffer.concat([waiting, bytes])
    if (waiting.length < 2) continue
    reading ??= decoderOf(waiting)
    // A character never spans a line's end, and there is none so long that it need wait.
    const end = reading.holdsLines ? waiting.lastIndexOf(lineEnd) + 1 : waiting.length
    yield reading.decode(waiting.subarray(0, end))
    waiting = waiting.subarray(end)
  }
  if (waiting.length > 0) yield (reading ?? decoderOf(waiting)).decode(waiting)
}

/** The lines of a file, in UTF-8, UTF-16 with its mark, or Windows-1252, without their ends; it is never whole in memory. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = ''
  let isFirst = true
  for await (const text of textOf(input)) {
    const lines = `${rest}${isFirst ? text.replace(/^\uFEFF/, '') : text}`.split(/\r?\n/)
    isFirst &&= text === ''
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
