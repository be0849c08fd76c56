import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installation } from '@quarterdeck/core/identity'
import type { Env } from './env.ts'

const noteOf = ({ dataDir }: Env) => join(dataDir, 'first-sign-in.txt')

/** The owner's first password is kept beside the embedded data, readable by its owner only, until somebody deletes it. */
async function passwordLine(env: Env, { ownerEmail, newPassword }: Installation): Promise<string> {
  if (newPassword && env.ownerPassword) return 'as set in QUARTERDECK_OWNER_PASSWORD'
  if (newPassword) {
    if (!env.databaseUrl) await writeFile(noteOf(env), `${ownerEmail}\n${newPassword}\n`, { mode: 0o600 })
    return `${newPassword}   (${env.databaseUrl ? 'shown this once' : `kept in ${noteOf(env)}`})`
  }
  const kept = await readFile(noteOf(env), 'utf8').then(
    () => true,
    () => false,
  )
  return kept ? `see ${noteOf(env)}` : 'as you set it'
}

/** Tells whoever started the server where it is and how to get in. */
export async function announce(env: Env, installation: Installation, address: string | null): Promise<void> {
  const base = env.publicUrl ?? address
  const lines = base
    ? [
        `Quarterdeck is ready (${env.databaseUrl ? 'Postgres' : `embedded database in ${env.dataDir}`})`,
        '',
        `  Console    ${base}/admin`,
        `  Portal     ${base}/`,
        `  E-mail     ${installation.ownerEmail}`,
        `  Password   ${await passwordLine(env, installation)}`,
        `  Write key  ${installation.writeKey ?? 'none: make one in the console'}`,
        '',
        'Ctrl-C stops it.',
      ]
    : ['The Quarterdeck worker runs jobs.']
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}
