import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StorageSettings } from '../kernel/index.ts'

/** What goes wrong with the next request that is rightly signed. */
export type StorageFault = 'denied' | 'busy' | 'silent' | 'half'

export interface S3Server {
  settings: StorageSettings
  /** By key. */
  objects: Map<string, { content: Buffer; type: string | undefined }>
  /** `METHOD key` of each request, as it came in. */
  asked: string[]
  spoil: (...faults: StorageFault[]) => void
  close: () => Promise<void>
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml)
}

/** Why a request is not signed as Signature Version 4 asks for; null when it is. Made from Amazon's description alone. */
function flawOf(
  { method, url = '', headers }: IncomingMessage,
  body: Buffer,
  settings: StorageSettings,
): string | null {
  const sign = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, credential = '', signedHeaders = '', signature = ''] = sign.exec(headers.authorization ?? '') ?? []
  if (!signature) return 'AccessDenied'
  const [accessKeyId, day = '', region = '', service = '', end] = credential.split('/')
  const at = String(headers['x-amz-date'])
  const scope = [day, region, service, 'aws4_request'].join('/')
  const isScoped = region === settings.region && service === 's3' && end === 'aws4_request' && at.startsWith(day)
  if (accessKeyId !== settings.accessKeyId) return 'InvalidAccessKeyId'
  if (!isScoped) return 'AuthorizationHeaderMalformed'
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - time) < 15 * 60_000)) return 'RequestTimeTooSkewed'
  const names = signedHeaders.split(';')
  const mustBeSigned = Object.keys(headers).filter(name => name === 'host' || name.startsWith('x-amz-'))
  if (mustBeSigned.some(name => !names.includes(name))) return 'AccessDenied'
  if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const { pathname, search } = new URL(url, 'http://loopback')
  const lines = names.map(name => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
  const canonical = [method, pathname, search.slice(1), lines.join(''), signedHeaders, sha256(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const steps = [day, region, service, 'aws4_request']
  const key = steps.reduce<Buffer | string>((secret, step) => hmac(secret, step), `AWS4${settings.secretAccessKey}`)
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

/** A bucket on this machine that speaks S3: it checks each signature by itself, and goes wrong as a test says. */
export async function openS3Server(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const asked: string[] = []
  const faults: StorageFault[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const [, bucket, ...rest] = (request.url ?? '').split('/')
    const [key, { method = 'GET' }] = [rest.join('/'), request]
    asked.push(`${method} ${key}`)
    const flaw = flawOf(request, body, settings)
    if (flaw) return refuse(response, 403, flaw, 'The request is not signed as it should be')
    if (bucket !== settings.bucket) return refuse(response, 404, 'NoSuchBucket', 'The bucket does not exist')
    const fault = faults.shift()
    if (fault === 'silent') return
    if (fault === 'denied') return refuse(response, 403, 'AccessDenied', 'Access Denied')
    if (fault === 'busy') return refuse(response, 503, 'SlowDown', 'Please reduce your request rate')
    if (method === 'PUT') {
      objects.set(key, { content: body, type: request.headers['content-type'] })
      response.writeHead(200, { etag: '"made-up"' }).end()
    } else if (method === 'DELETE') {
      objects.delete(key)
      response.writeHead(204).end()
    } else {
      const found = objects.get(key)
      if (!found) return refuse(response, 404, 'NoSuchKey', 'The key does not exist')
      response.writeHead(200, { 'content-length': found.content.length, 'content-type': found.type })
      if (fault === 'half') response.write(found.content.subarray(0, 100), () => response.destroy())
      else response.end(found.content)
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const settings: StorageSettings = {
    ...{ endpoint: `http://127.0.0.1:${port}`, bucket: 'acme-files', region: 'eu-central-1' },
    ...{ accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+of=the-test' },
  }
  return {
    settings,
    objects,
    asked,
    spoil: (...list) => void faults.push(...list),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
