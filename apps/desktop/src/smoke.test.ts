import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from '@playwright/test'
import { expect, test } from 'vitest'
import { loopback } from './testing/loopback.ts'

const desktop = dirname(import.meta.dirname)

/** Why the real binary cannot be driven here; undefined when it can. */
function obstacle(): string | undefined {
  if (!electronBinary()) return 'Electron’s binary is not installed (npx install-electron fetches it)'
  if (!existsSync(join(desktop, 'out', 'main', 'index.js'))) return 'the app is not built (pnpm build)'
  if (!existsSync(join(desktop, 'out', 'renderer', 'index.html'))) return 'the console is not built (pnpm build)'
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  return undefined
}

/** Not by importing `electron`, which would download it. */
function electronBinary(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const name = join(folder, 'path.txt')
  const binary = existsSync(name) ? join(folder, 'dist', readFileSync(name, 'utf8')) : ''
  return existsSync(binary) ? binary : undefined
}

test('the real app asks for a server, then shows the console with its bridge', async context => {
  const reason = obstacle()
  if (reason) {
    console.error(`SKIPPED: the desktop app was not tried for real: ${reason}`)
    return context.skip(reason)
  }
  const folder = mkdtempSync(join(tmpdir(), 'qd-smoke-'))
  const server = await loopback((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(request.url === '/health' ? '{"version":"1","database":"ok"}' : '{"result":{"data":null}}')
  })
  const app = await _electron.launch({
    executablePath: electronBinary() ?? '',
    args: [desktop, `--user-data-dir=${folder}`, ...(userInfo().uid === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    const page = await app.firstWindow()
    await page.getByLabel('Server address').fill(server.origin)
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.waitForURL('quarterdeck://console/admin/**')
    expect(await page.evaluate(() => window.quarterdeckDesktop?.server())).toMatchObject({ address: server.origin })
    expect(await page.evaluate(() => fetch('/health').then(answer => answer.json()))).toMatchObject({ version: '1' })
    expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined')
  } finally {
    await app.close()
    await server.close()
    rmSync(folder, { recursive: true })
  }
})
