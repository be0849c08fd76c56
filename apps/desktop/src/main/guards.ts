import type { Session, WebContents } from 'electron'
import { consoleOrigin, isForOutside, isOurs } from './addresses.ts'

/** The page may copy text. Everything else that a web page can ask for is refused. */
const granted = new Set(['clipboard-sanitized-write'])

/** Refuses every permission but the granted ones, and those to every page but the console. */
export function guardPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(granted.has(permission) && isOurs(contents.getURL())),
  )
  session.setPermissionCheckHandler(
    (_, permission, origin) => granted.has(permission) && origin.replace(/\/$/, '') === consoleOrigin,
  )
  session.setDevicePermissionHandler(() => false)
}

/** No page opens a window of its own; links to the outside go to the system's browser. */
export function guardWindows(
  contents: Pick<WebContents, 'setWindowOpenHandler'>,
  openOutside: (address: string) => void,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isForOutside(url)) openOutside(url)
    return { action: 'deny' }
  })
}

/** Keeps a window on the console: any other address is stopped, and opened outside when it may be. */
export function guardNavigation(
  event: { url: string; preventDefault: () => void },
  openOutside: (address: string) => void,
): void {
  if (isOurs(event.url)) return
  event.preventDefault()
  if (isForOutside(event.url)) openOutside(event.url)
}
