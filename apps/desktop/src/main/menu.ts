import type { MenuItemConstructorOptions } from 'electron'

/** The application menu: the system's usual entries, and the way to another server. */
export function menuTemplate(platform: string, changeServer: () => void): MenuItemConstructorOptions[] {
  const change: MenuItemConstructorOptions = { label: 'Change server…', click: changeServer }
  const first: MenuItemConstructorOptions[] =
    platform === 'darwin'
      ? [{ role: 'appMenu' }, { label: 'File', submenu: [change, { type: 'separator' }, { role: 'close' }] }]
      : [{ label: 'File', submenu: [change, { type: 'separator' }, { role: 'quit' }] }]
  return [...first, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }]
}
