import helmet from '@fastify/helmet'
import { forbidden } from '@quarterdeck/core/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Nothing of ours comes from elsewhere, and no script stands in a page; Mantine sets style attributes. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  },
}

/** No page of ours asks for any of these. */
const permissions = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
const permissionsPolicy = permissions.map(name => `${name}=()`).join(', ')

/** Two years: what browsers' preload lists ask for (hstspreload.org). */
const strictTransport = 'max-age=63072000; includeSubDomains'

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** For the head of a request. */
  headers: number
  /** For the whole request; its answer may take longer. */
  request: number
  /** How often both are looked at. */
  checkEvery: number
}

/** A megabyte in a minute is 18 KB/s, which any phone has. */
export const usualPatience: Patience = { headers: 10_000, request: 60_000, checkEvery: 2_000 }

/** Whether the caller sees this server by https: by the address that people were given, or by what a trusted proxy says. */
export const isSecure = (request: FastifyRequest, publicUrl: string): boolean =>
  request.protocol === 'https' || publicUrl.startsWith('https:')

/** Headers of every answer. */
export async function setSecurityHeaders(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(helmet, { contentSecurityPolicy, hsts: false, crossOriginEmbedderPolicy: false })
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'permissions-policy': permissionsPolicy })
    if (isSecure(request, publicUrl)) reply.header('strict-transport-security', strictTransport)
  })
}

function isOurs(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  // `null`, which sandboxed frames and files send, is no URL.
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === request.host || host === new URL(publicUrl).host
}

/**
 * A page of another site can make a browser send its cookies along; it cannot make it say that it is ours. Browsers name
 * the origin of every POST, and recent ones say whether it is the same (`Sec-Fetch-Site`); who says neither is no
 * browser, and has no cookies that it did not mean to send.
 * @param isOpen what is asked for is for pages of other sites, too: as long as no cookie comes along.
 * @throws DomainError `forbidden`
 */
export function refuseForeignOrigins(request: FastifyRequest, publicUrl: string, isOpen = false): void {
  const { origin, authorization, cookie, 'sec-fetch-site': site } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD' || authorization) return
  if (isOpen && cookie === undefined) return
  const isForeign = origin !== undefined && !isOurs(origin, request, publicUrl)
  if (isForeign || (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw forbidden('Requests with a cookie must come from this site')
}
