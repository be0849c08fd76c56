/** What the desktop shell offers to the console, as `window.quarterdeckDesktop`; absent in a browser. */
export interface DesktopBridge {
  /** Node's name of the operating system, such as `darwin`, `win32` or `linux`. */
  readonly platform: string
  /** The server in use, and whether the sign-in survives a restart of the app. */
  server: () => Promise<DesktopServer>
  /** Forgets the sign-in and asks for a server's address again. */
  changeServer: () => Promise<void>
  /** Shows how many issues wait, on the dock or task bar and in the tray. 0 clears it. */
  showOpenIssues: (count: number) => Promise<void>
  /** Shows a notification of the operating system; a click on it opens `path` of the console. */
  notify: (notice: DesktopNotice) => Promise<void>
}

export interface DesktopServer {
  /** Origin of the server, such as `http://127.0.0.1:4400`. */
  address: string
  /** False where this computer offers no key store: the sign-in is then kept in memory only. */
  remembersSignIn: boolean
}

export interface DesktopNotice {
  title: string
  body: string
  /** Below `/admin`, such as `/issues/0198…`. */
  path?: string
}

/** Names of the messages between preload and main. */
export const channels = {
  server: 'desktop:server',
  changeServer: 'desktop:change-server',
  showOpenIssues: 'desktop:show-open-issues',
  notify: 'desktop:notify',
} as const

declare global {
  interface Window {
    quarterdeckDesktop?: DesktopBridge
  }
}
