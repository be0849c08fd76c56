import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { run } from './run.ts'

/** Whether missing things can be had from Debian: its package tool is here and we may use it. */
export const canInstall = (): boolean => userInfo().uid === 0 && existsSync('/usr/bin/apt-get')

/** Installs a Debian package without what it only recommends. */
export async function install(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env })
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], { env })
}
