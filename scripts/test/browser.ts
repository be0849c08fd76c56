import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { root } from '../turbo.ts'
import { canInstall, install } from './install.ts'
import { run } from './run.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * A browser for the tests: QUARTERDECK_CHROMIUM, one on the PATH, Playwright's own, one that Playwright fetches,
 * Debian's (as root). Undefined when none of them starts.
 */
export async function ensureBrowser(): Promise<string | undefined> {
  const wanted = process.env.QUARTERDECK_CHROMIUM
  if (wanted) return starts(wanted) ? wanted : undefined
  const found = [...onPath(), playwrightsOwn()].find(starts)
  if (found) return found
  console.log('No browser here; asking Playwright for one')
  await run(process.execPath, [playwrightCommand(), 'install', 'chromium'])
  if (starts(playwrightsOwn())) return playwrightsOwn()
  if (!canInstall()) return undefined
  console.log('Installing Debian’s chromium')
  await install('chromium')
  return onPath().find(starts)
}

/** Playwright's command line, as a file that Node runs. */
export const playwrightCommand = (): string =>
  join(dirname(createRequire(join(root, 'e2e', 'package.json')).resolve('@playwright/test/package.json')), 'cli.js')

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap(name => folders.map(folder => join(folder, name))).filter(existsSync)
}

/** Where Playwright of this version keeps its browser, whether or not it is there. */
function playwrightsOwn(): string {
  const script = "process.stdout.write(require('@playwright/test').chromium.executablePath())"
  return spawnSync(process.execPath, ['-e', script], { cwd: join(root, 'e2e'), encoding: 'utf8' }).stdout
}

/** A downloaded browser may lack system libraries, so being there is not enough. */
const starts = (path: string): boolean =>
  path !== '' && existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
