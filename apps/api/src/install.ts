import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureInstallation, type Installation } from '@quarterdeck/core/identity'
import type { Deps } from '@quarterdeck/core/kernel'
import type { Env } from './env.ts'

/** Where the owner's made-up password is kept beside the embedded data, readable by its owner only. */
export const noteOf = ({ dataDir }: Env): string => join(dataDir, 'first-sign-in.txt')

/**
 * Finds the installation, or makes it. On the embedded database a password that was made up is kept at once: whatever fails
 * after this, nobody is locked out.
 * @param options `sample`: whether a new one is to get sample data.
 */
export async function install(deps: Deps, env: Env, { sample = false } = {}): Promise<Installation> {
  const installation = await ensureInstallation(deps, { ...env, sample })
  const { ownerEmail, newPassword } = installation
  if (newPassword && !env.ownerPassword && !env.databaseUrl) {
    await writeFile(noteOf(env), `${ownerEmail}\n${newPassword}\n`, { mode: 0o600 })
  }
  return installation
}
