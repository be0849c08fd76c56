import type { Desktop } from './desktop.ts'

export interface Notice {
  title: string
  body: string
  /** Below the console's base, in plain segments. */
  path: string
  /** The same again replaces it: windows of one browser tell of it once. */
  tag: string
}

/** `default`: the person was not asked yet; `absent`: this browser has no notices. */
export type NoticePermission = NotificationPermission | 'absent'

/** What shows notices of the operating system. */
export interface Notifier {
  permission: () => NoticePermission
  /** Asks the person; browsers want a click before it. */
  ask: () => Promise<NoticePermission>
  /** @returns false when it could not be shown. */
  show: (notice: Notice) => boolean
}

/** The desktop shell shows them itself, and opens the path on a click. */
export const desktopNotifier = (desktop: Pick<Desktop, 'notify'>): Notifier => ({
  permission: () => 'granted',
  ask: async () => 'granted',
  show({ title, body, path }) {
    void desktop.notify({ title, body, path })
    return true
  },
})

/** The part of a browser's `Notification` that is used. */
export interface BrowserNotices {
  new (title: string, options: { body: string; tag: string }): { onclick: unknown; close: () => void }
  readonly permission: NotificationPermission
  requestPermission: () => Promise<NotificationPermission>
}

/** `api` is the window's `Notification`; `open` shows a path in this window. */
export const browserNotifier = (api: BrowserNotices | undefined, open: (path: string) => void): Notifier => ({
  permission: () => api?.permission ?? 'absent',
  ask: async () => (await api?.requestPermission()) ?? 'absent',
  show({ title, body, path, tag }) {
    if (api?.permission !== 'granted') return false
    try {
      const shown = new api(title, { body, tag })
      shown.onclick = () => {
        shown.close()
        open(path)
      }
      return true
    } catch {
      // Browsers of phones have the class but let only service workers use it.
      return false
    }
  },
})
