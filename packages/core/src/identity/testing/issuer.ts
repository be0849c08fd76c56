import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export type Algorithm = 'RS256' | 'ES256'

export interface Issuer extends AsyncDisposable {
  url: string
  /** Publishes one new key and withdraws the others. */
  rotate: (algorithm?: Algorithm) => Promise<void>
  sign: (claims: JWTPayload, options?: { expiresAt?: Date; issuer?: string }) => Promise<string>
  /** A key that is published nowhere, under the published one's name. */
  forge: (claims: JWTPayload) => Promise<string>
  /** What every request gets instead of keys; null for keys. */
  failing: number | 'nonsense' | null
  /** How often the keys were asked for. */
  asked: () => number
}

const hourFromNow = () => new Date(Date.now() + 3_600_000)

/** An OpenID issuer on loopback, with keys of its own. */
export async function startIssuer(): Promise<Issuer> {
  let key = { kid: '', algorithm: 'RS256' as Algorithm, privateKey: (await generateKeyPair('RS256')).privateKey }
  let keys: object[] = []
  let count = 0
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    if (typeof issuer.failing === 'number') response.writeHead(issuer.failing).end()
    else if (issuer.failing) response.end('<html>')
    else if (request.url !== '/.well-known/jwks.json') response.writeHead(404).end()
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, so the address is an object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token = (claims: JWTPayload, expiresAt: Date, name: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: key.algorithm, kid: key.kid })
      .setIssuer(name)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
  const issuer: Issuer = {
    url,
    failing: null,
    asked: () => asked,
    rotate: async (algorithm = 'RS256') => {
      const pair = await generateKeyPair(algorithm)
      const kid = `key-${++count}`
      key = { kid, algorithm, privateKey: pair.privateKey }
      keys = [{ ...(await exportJWK(pair.publicKey)), kid, alg: algorithm, use: 'sig' }]
    },
    sign: (claims, { expiresAt = hourFromNow(), issuer: name = url } = {}) =>
      token(claims, expiresAt, name).sign(key.privateKey),
    forge: async claims => token(claims, hourFromNow(), url).sign((await generateKeyPair(key.algorithm)).privateKey),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  await issuer.rotate()
  return issuer
}
