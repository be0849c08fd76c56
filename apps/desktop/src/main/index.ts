import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron'
import { consoleOrigin, linkAmong, openedBy, scheme } from './addresses.ts'
import { createConnectPage, usualServer } from './connect-page.ts'
import { createConsoleHandler } from './console-handler.ts'
import { guardNavigation, guardPermissions, guardWindows } from './guards.ts'
import { menuTemplate } from './menu.ts'
import { showOpenIssues } from './open-issues.ts'
import { createProxy } from './proxy.ts'
import { serveBridge } from './serve-bridge.ts'
import { openSessionKeeper } from './session-keeper.ts'
import { openSettings } from './settings.ts'
import { createStaticFiles } from './static-files.ts'
import { createVault } from './vault.ts'

const home = `${consoleOrigin}/admin/`
const connectAddress = `${consoleOrigin}/connect`
const built = (...parts: string[]) => join(import.meta.dirname, '..', ...parts)
const openOutside = (address: string) => void shell.openExternal(address)

/** Where to go once the app is ready and a server is chosen; set by a deep link that came earlier. */
let wanted = linkAmong(process.argv) ?? home
/** Shows the window, at an address if one is given. */
let open: (address?: string) => void = address => {
  wanted = address ?? wanted
}

function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    name: 'console',
    windowStatePersistence: true,
    width: 1360,
    height: 880,
    minWidth: 390,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload: built('preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  guardWindows(window.webContents, openOutside)
  window.webContents.on('will-frame-navigate', event => guardNavigation(event, openOutside))
  window.webContents.on('will-redirect', event => guardNavigation(event, openOutside))
  return window
}

const isAlive = (window: BrowserWindow | undefined): window is BrowserWindow =>
  window !== undefined && !window.isDestroyed()

/** Shows an address in the one window, made anew where it was closed. Without an address a living window stays put. */
function showIn(current: BrowserWindow | undefined, address: string | undefined): BrowserWindow {
  const window = isAlive(current) ? current : createWindow()
  if (address || window !== current) void window.loadURL(address ?? home)
  if (window.isMinimized()) window.restore()
  if (window.isVisible()) window.focus()
  return window
}

async function start(): Promise<void> {
  const data = app.getPath('userData')
  const settings = await openSettings(join(data, 'settings.json'))
  const keeper = await openSessionKeeper({
    file: join(data, 'session'),
    vault: createVault(safeStorage, process.platform),
    onForgetful: () =>
      new Notification({
        title: 'Signed in until the app ends',
        body: 'This computer offers no key store, so you sign in again after each start.',
      }).show(),
  })
  let window: BrowserWindow | undefined
  const changeServer = async () => {
    await keeper.forget()
    window = showIn(window, connectAddress)
  }
  protocol.handle(
    scheme,
    createConsoleHandler({
      server: settings.server,
      files: createStaticFiles(built('renderer')),
      proxy: createProxy({ session: keeper, fetch }),
      connect: createConnectPage({
        fetch,
        current: settings.server,
        remembersSignIn: keeper.remembers,
        onChosen: async origin => {
          await settings.setServer(origin)
          const address = wanted
          wanted = home
          return address
        },
      }),
    }),
  )
  guardPermissions(session.defaultSession)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, () => void changeServer())))

  const tray = new Tray(nativeImage.createFromPath(built('..', 'resources', 'tray.png')))
  tray.on('click', () => open())
  serveBridge(ipcMain, {
    server: () => ({ address: settings.server() ?? usualServer, remembersSignIn: keeper.remembers }),
    changeServer,
    showOpenIssues: count => showOpenIssues(app, tray, count),
    notify: ({ title, body, address }) => {
      const notice = new Notification({ title, body })
      notice.on('click', () => open(address))
      notice.show()
    },
  })

  open = address => {
    if (settings.server()) window = showIn(window, address)
    else {
      wanted = address ?? wanted
      window = showIn(window, connectAddress)
    }
  }
  app.on('activate', () => open())
  open(wanted)
  wanted = settings.server() ? home : wanted
}

if (app.requestSingleInstanceLock()) {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
  app.setAsDefaultProtocolClient(scheme)
  app.on('second-instance', (_, argv) => open(linkAmong(argv)))
  // macOS hands links over by this event, also before the app is ready.
  app.on('open-url', (event, link) => {
    event.preventDefault()
    const address = openedBy(link)
    if (address) open(address)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  void app.whenReady().then(start)
} else {
  app.quit()
}
