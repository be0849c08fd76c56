import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** The page may load only from its own origin; styles may be inline because the component kit sets them so. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every page shown inside the app. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
}

/**
 * Serves the files of a built page by their path below it. A path without a file ending is one of the page's own
 * routes and gets `index.html`. 404 for what is not there and for every way out of the folder.
 */
export function createStaticFiles(folder: string) {
  return async (path: string): Promise<Response> => {
    const name = decode(path)
    if (name === undefined || name.includes('\0')) return missing()
    const file = normalize(join(folder, name))
    if (file !== normalize(folder) && !file.startsWith(normalize(folder + sep))) return missing()
    if (extname(file) === '') return serve(join(folder, 'index.html'))
    return serve(file)
  }
}

async function serve(file: string): Promise<Response> {
  const type = types[extname(file).toLowerCase()]
  if (!type) return missing()
  try {
    const headers = file.endsWith('.html') ? pageHeaders : { 'content-type': type, 'x-content-type-options': 'nosniff' }
    return new Response(new Uint8Array(await readFile(file)), { headers })
  } catch {
    return missing()
  }
}

const missing = (): Response => new Response('Not found', { status: 404 })

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
