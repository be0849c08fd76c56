/** The console's own address inside the app: a real origin, so the page behaves as in a browser. */
export const scheme = 'quarterdeck'
export const consoleOrigin = `${scheme}://console`

/** A path of the console that a link may name: plain segments, no query, no way upwards. */
const safePath = /^(\/[\w-]{1,64}){0,6}\/?$/

/** The address of a console path such as `/issues/0198…`; undefined for anything but plain segments. */
export function consoleAddress(path: string): string | undefined {
  return safePath.test(path) ? `${consoleOrigin}/admin${path === '' ? '/' : path}` : undefined
}

/** What a deep link `quarterdeck://open/issues/0198…` opens; undefined when it is none of ours. */
export function openedBy(link: string): string | undefined {
  const prefix = `${scheme}://open/`
  return link.startsWith(prefix) ? consoleAddress(link.slice(prefix.length - 1)) : undefined
}

/** The deep link among a process's arguments, which is how Windows and Linux hand it over. */
export const linkAmong = (argv: readonly string[]): string | undefined =>
  argv.map(openedBy).find(address => address !== undefined)

/** Whether a page's address belongs to the console. */
export const isOurs = (address: string): boolean => address.startsWith(`${consoleOrigin}/`)

/** Whether an address may be handed to the system's browser or mail program. */
export function isForOutside(address: string): boolean {
  return URL.canParse(address) && ['https:', 'http:', 'mailto:'].includes(new URL(address).protocol)
}

/**
 * The origin of a server from what a person typed; `http` is assumed for this machine and `https` elsewhere.
 * Undefined when it is no address, or carries a user name or password.
 */
export function serverOrigin(typed: string): string | undefined {
  const text = typed.trim()
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text)
  const full = /^https?:\/\//i.test(text) ? text : `${local ? 'http' : 'https'}://${text}`
  if (/\s|:\/\/.*:\/\//.test(full) || !URL.canParse(full)) return undefined
  const { origin, username, password } = new URL(full)
  return username || password ? undefined : origin
}
