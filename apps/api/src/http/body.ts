import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { invalid } from '@quarterdeck/core/kernel'
import type { FastifyError, FastifyInstance } from 'fastify'

const unzip = promisify(gunzip)

/** 1 MB, before and after decompression. */
export const maxBody = 1_048_576

export const tooLarge = (): FastifyError =>
  Object.assign(new Error('The body is larger than 1 MB: send fewer events at once'), {
    code: 'body_too_large',
    name: 'PayloadTooLarge',
    statusCode: 413,
  })

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

async function inflate(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: maxBody })
  } catch (error) {
    if (isTooLarge(error)) throw tooLarge()
    throw invalid('The body says that it is gzip, and cannot be unpacked')
  }
}

/**
 * Reads a body as JSON whatever its content type says (beacons cannot set one), unpacking gzip.
 * @throws DomainError `invalid`, or a 413.
 */
export async function readJson(body: unknown, encoding: string | undefined): Promise<unknown> {
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('The body is empty; send JSON')
  const isGzip = encoding === 'gzip' || (body[0] === 0x1f && body[1] === 0x8b)
  const plain = isGzip ? await inflate(body) : body
  try {
    return JSON.parse(plain.toString('utf8'))
  } catch {
    const isOdd = encoding !== undefined && !isGzip && encoding !== 'identity'
    throw invalid(
      isOdd ? `The body is not JSON: its encoding is ${encoding}, and only gzip is known` : 'The body is not JSON',
    )
  }
}

/** Gives the routes of this scope their bodies as bytes. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBody }, (_request, body, done) => done(null, body))
}
