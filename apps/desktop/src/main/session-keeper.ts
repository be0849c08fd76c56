import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Vault } from './vault.ts'

const cookieName = 'qd_session'

/** Holds the sign-in session's token, so that the page never sees it. */
export interface SessionKeeper {
  /** Whether the token survives a restart. */
  readonly remembers: boolean
  /** The `cookie` header for a server; undefined when signed out there. */
  cookieFor: (server: string) => string | undefined
  /** Takes over what a server's `set-cookie` headers say. */
  accept: (server: string, setCookies: readonly string[]) => Promise<void>
  forget: () => Promise<void>
}

interface Kept {
  server: string
  token: string
}

interface Options {
  /** Where the encrypted token lies. */
  file: string
  vault: Vault
  /** Called when a sign-in was taken over that will be lost when the app ends. */
  onForgetful: () => void
}

/** Opens the keeper with the token of the last run, if it can be read. */
export async function openSessionKeeper({ file, vault, onForgetful }: Options): Promise<SessionKeeper> {
  const remembers = await vault.protects()
  let kept = remembers ? await read(file, vault) : undefined
  const keep = async (next: Kept | undefined) => {
    kept = next
    if (!next) return rm(file, { force: true })
    if (!remembers) return onForgetful()
    await writeFile(file, await vault.encrypt(JSON.stringify(next)), { mode: 0o600 })
  }
  return {
    remembers,
    cookieFor: server => (kept?.server === server ? `${cookieName}=${kept.token}` : undefined),
    accept: async (server, setCookies) => {
      for (const cookie of setCookies) {
        const token = tokenIn(cookie)
        if (token === undefined) continue
        if (token === '' && kept?.server === server) await keep(undefined)
        if (token !== '' && !(kept?.server === server && kept.token === token)) await keep({ server, token })
      }
    },
    forget: () => keep(undefined),
  }
}

/** The token that a `set-cookie` header sets, '' when it removes it, undefined when it is another cookie. */
function tokenIn(setCookie: string): string | undefined {
  const [pair = '', ...attributes] = setCookie.split(';').map(part => part.trim())
  const [name, ...value] = pair.split('=')
  if (name !== cookieName) return undefined
  const attribute = (wanted: string) =>
    attributes.find(each => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1)
  const maxAge = attribute('max-age')
  const expires = attribute('expires')
  // Max-Age wins over Expires (RFC 6265, 5.3).
  const over = maxAge === undefined ? expires !== undefined && Date.parse(expires) <= Date.now() : Number(maxAge) <= 0
  return over ? '' : value.join('=')
}

async function read(file: string, vault: Vault): Promise<Kept | undefined> {
  try {
    const found: unknown = JSON.parse(await vault.decrypt(await readFile(file)))
    return isKept(found) ? found : undefined
  } catch {
    // Not there yet, or made with a key that is gone: signing in again mends both.
    return undefined
  }
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'server' in value &&
  typeof value.server === 'string' &&
  'token' in value &&
  typeof value.token === 'string'
