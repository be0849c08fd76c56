import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IpcMain, IpcMainInvokeEvent, Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { channels, type DesktopBridge } from '../bridge.ts'
import { exposeBridge } from '../preload/expose-bridge.ts'
import { guardNavigation, guardPermissions, guardWindows } from './guards.ts'
import { menuTemplate } from './menu.ts'
import { showOpenIssues } from './open-issues.ts'
import { serveBridge } from './serve-bridge.ts'
import { openSettings } from './settings.ts'

/** The part of an event that is read; the rest of Electron's type has no bearing here. */
const eventFrom = (url: string) => ({ senderFrame: { url } }) as unknown as IpcMainInvokeEvent

/** Preload and main joined by a wire, as Electron joins them. */
function bridgeFrom(pageAddress: string) {
  const handlers = new Map<string, Parameters<IpcMain['handle']>[1]>()
  const calls: unknown[] = []
  serveBridge(
    { handle: (channel, handler) => void handlers.set(channel, handler) },
    {
      server: () => ({ address: 'http://127.0.0.1:4400', remembersSignIn: true }),
      changeServer: async () => void calls.push('changeServer'),
      showOpenIssues: count => calls.push(count),
      notify: notice => calls.push(notice),
    },
  )
  let bridge: DesktopBridge | undefined
  exposeBridge(
    {
      exposeInMainWorld: (name, api: DesktopBridge) => {
        if (name === 'quarterdeckDesktop') bridge = api
      },
    },
    { invoke: async (channel, ...input) => handlers.get(channel)?.(eventFrom(pageAddress), ...input) },
    'linux',
  )
  if (!bridge) throw new Error('The bridge was not exposed')
  return { bridge, calls, handlers }
}

test('the page reaches the shell through the bridge', async () => {
  const { bridge, calls, handlers } = bridgeFrom('quarterdeck://console/admin/')
  expect(await bridge.server()).toEqual({ address: 'http://127.0.0.1:4400', remembersSignIn: true })
  await bridge.showOpenIssues(3)
  await bridge.notify({ title: 'New issue', body: 'Checkout', path: '/issues/1' })
  await bridge.notify({ title: 'New issue', body: 'Checkout', path: '/../../x' })
  await bridge.notify({ title: 'A customer waits', body: '#4', path: '/support/0198-4a' })
  await bridge.changeServer()
  expect(calls).toEqual([
    3,
    { title: 'New issue', body: 'Checkout', address: 'quarterdeck://console/admin/issues/1' },
    { title: 'New issue', body: 'Checkout', address: undefined },
    { title: 'A customer waits', body: '#4', address: 'quarterdeck://console/admin/support/0198-4a' },
    'changeServer',
  ])
  expect([...handlers.keys()].sort()).toEqual(Object.values(channels).sort())
})

test('another page is refused, and so is input of another shape', async () => {
  await expect(bridgeFrom('https://evil.example.com/').bridge.server()).rejects.toThrow('Only the console')
  const { bridge, calls } = bridgeFrom('quarterdeck://console/admin/')
  await expect(bridge.showOpenIssues(-1)).rejects.toThrow('count')
  await expect(bridge.showOpenIssues(Number.NaN)).rejects.toThrow('count')
  await expect(bridge.notify(Object({ title: 1 }))).rejects.toThrow('notice')
  expect(calls).toEqual([])
})

test('permissions: copying text for the console, nothing else for anyone', () => {
  let request: Parameters<Session['setPermissionRequestHandler']>[0] = null
  let check: Parameters<Session['setPermissionCheckHandler']>[0] = null
  let device: Parameters<Session['setDevicePermissionHandler']>[0] = null
  guardPermissions({
    setPermissionRequestHandler: handler => {
      request = handler
    },
    setPermissionCheckHandler: handler => {
      check = handler
    },
    setDevicePermissionHandler: handler => {
      device = handler
    },
  })
  const asks = (permission: 'clipboard-sanitized-write' | 'media' | 'geolocation', url: string) => {
    let answer: boolean | undefined
    // Only `getURL` of the page is read.
    const contents = { getURL: () => url } as unknown as WebContents
    request?.(
      contents,
      permission,
      granted => {
        answer = granted
      },
      { isMainFrame: true, requestingUrl: url },
    )
    const checked = check?.(contents, permission, new URL(url).host ? url.replace(/(:\/\/[^/]*).*/, '$1/') : '', {
      isMainFrame: true,
    })
    return [answer, checked]
  }
  expect(asks('clipboard-sanitized-write', 'quarterdeck://console/admin/')).toEqual([true, true])
  expect(asks('clipboard-sanitized-write', 'https://example.com/')).toEqual([false, false])
  expect(asks('media', 'quarterdeck://console/admin/')).toEqual([false, false])
  expect(asks('geolocation', 'quarterdeck://console/admin/')).toEqual([false, false])
  expect(device).not.toBeNull()
})

test('no second window; links to the outside go to the system’s browser', () => {
  const opened: string[] = []
  let handler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined
  guardWindows(
    {
      setWindowOpenHandler: each => {
        handler = each
      },
    },
    address => opened.push(address),
  )
  const details = {
    frameName: '',
    features: '',
    disposition: 'foreground-tab',
    referrer: { url: '', policy: 'default' },
  } as const
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'quarterdeck://console/admin/'])
    expect(handler?.({ ...details, url })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://example.com/'])
})

test('the window stays on the console', () => {
  const opened: string[] = []
  const stopped = (url: string) => {
    let prevented = false
    guardNavigation(
      {
        url,
        preventDefault: () => {
          prevented = true
        },
      },
      address => opened.push(address),
    )
    return prevented
  }
  expect(stopped('quarterdeck://console/admin/issues')).toBe(false)
  expect(stopped('https://example.com/')).toBe(true)
  expect(stopped('javascript:alert(1)')).toBe(true)
  expect(opened).toEqual(['https://example.com/'])
})

test('open issues are shown as a badge and in words', () => {
  const shown: unknown[] = []
  for (const count of [0, 1, 12])
    showOpenIssues({ setBadgeCount: each => shown.push(each) > 0 }, { setToolTip: text => shown.push(text) }, count)
  expect(shown).toEqual([
    0,
    'Quarterdeck: no open issues',
    1,
    'Quarterdeck: 1 open issue',
    12,
    'Quarterdeck: 12 open issues',
  ])
})

test('the menu leads to another server on every system', () => {
  for (const platform of ['darwin', 'win32', 'linux'])
    expect(JSON.stringify(menuTemplate(platform, () => {}))).toContain('Change server…')
})

test('the server chosen is remembered; a spoilt file is a first start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-settings-'))
  const file = join(folder, 'deeper', 'settings.json')
  await (await openSettings(file)).setServer('https://console.example.com')
  expect((await openSettings(file)).server()).toBe('https://console.example.com')
  writeFileSync(file, '{"server": "javascript:alert(1)"}')
  expect((await openSettings(file)).server()).toBeUndefined()
  rmSync(folder, { recursive: true })
})
