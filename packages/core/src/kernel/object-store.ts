import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { asTrouble, Trouble } from './outside-call.ts'

export interface StorageSettings {
  /** Without a slash at the end; the bucket is the first part of the path behind it. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** A bucket that speaks S3. Every way of it throws `Trouble` when the last try failed. */
export interface ObjectStore {
  put: (key: string, content: Uint8Array, type: string) => Promise<void>
  /** The object as it comes in; null when there is none. */
  get: (key: string) => Promise<Readable | null>
  /** Also succeeds when there is none. */
  remove: (key: string) => Promise<void>
}

export interface StorageManners {
  /** How long the head of an answer may take, in milliseconds. */
  patience: number
  /** How long an object may take to come in whole. */
  longest: number
  tries: number
  /** Before the second try, in milliseconds; twice as long before each further one. */
  delay: number
}

const usual: StorageManners = { patience: 15_000, longest: 120_000, tries: 3, delay: 250 }
const service = 'The file storage'

interface Asked {
  method: 'GET' | 'PUT' | 'DELETE'
  key: string
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}

/** What S3 says of a refusal (`<Error><Code>…</Code><Message>…`), in a line. */
function inWords(xml: string): string {
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return [part('Code'), part('Message')].filter(Boolean).join(': ') || xml.slice(0, 200) || 'without words'
}

/** Objects in a bucket of S3 or of what speaks like it, by signed requests (SigV4) with the bucket in the path. */
export function createObjectStore(settings: StorageSettings, manners: Partial<StorageManners> = {}): ObjectStore {
  const { patience, longest, tries, delay } = { ...usual, ...manners }
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = settings
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })

  async function once({ method, key, headers, body }: Asked): Promise<Response> {
    const sum = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const request = await signer.sign(`${endpoint}/${bucket}/${key}`, {
      method,
      headers: { ...headers, 'x-amz-content-sha256': sum },
      ...(body && { body }),
    })
    const head = new AbortController()
    const timer = setTimeout(() => head.abort(new Error(`nothing in ${patience} ms`)), patience)
    const signal = AbortSignal.any([head.signal, AbortSignal.timeout(longest)])
    let response: Response
    try {
      response = await fetch(request, { redirect: 'error', signal })
    } catch (cause) {
      const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
      throw new Trouble(`${service} did not answer: ${why instanceof Error ? why.message : 'no connection'}`, { cause })
    } finally {
      clearTimeout(timer)
    }
    if (response.ok || (response.status === 404 && method !== 'PUT')) return response
    const said = inWords(await response.text().catch(() => ''))
    throw asTrouble(service, response.status, said, Object.fromEntries(response.headers))
  }

  async function ask(asked: Asked): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(asked)
      } catch (error) {
        if (!(error instanceof Trouble) || error.isFinal || attempt === tries) throw error
        await pause(delay * 2 ** (attempt - 1))
      }
    }
  }

  return {
    async put(key, content, type) {
      const response = await ask({
        method: 'PUT',
        key,
        headers: { 'content-type': type },
        body: new Uint8Array(content),
      })
      await response.body?.cancel()
    },
    async get(key) {
      const response = await ask({ method: 'GET', key })
      if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream)
      // A bucket that is not there is a mistake in the settings, and no missing object.
      const said = inWords(await response.text())
      if (said.startsWith('NoSuchBucket')) throw new Trouble(`${service} answered 404: ${said}`, { isFinal: true })
      return null
    },
    async remove(key) {
      const response = await ask({ method: 'DELETE', key })
      await response.body?.cancel()
    },
  }
}
