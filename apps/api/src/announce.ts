import { readFile } from 'node:fs/promises'
import type { Installation } from '@quarterdeck/core/identity'
import type { Env } from './env.ts'
import { noteOf } from './install.ts'

async function passwordLine(env: Env, { newPassword }: Installation): Promise<string> {
  if (newPassword && env.ownerPassword) return 'as set in QUARTERDECK_OWNER_PASSWORD'
  if (newPassword) return `${newPassword}   (${env.databaseUrl ? 'shown this once' : `kept in ${noteOf(env)}`})`
  const kept = await readFile(noteOf(env), 'utf8').then(
    () => true,
    () => false,
  )
  return kept ? `see ${noteOf(env)}` : 'as you set it'
}

/** How to get in, told by whichever process made the installation: nobody can show a password later. */
export const signInLines = async (env: Env, installation: Installation): Promise<string[]> => [
  `  E-mail     ${installation.ownerEmail}`,
  `  Password   ${await passwordLine(env, installation)}`,
]

/**
 * What whoever started the server is told: where it is and how to get in.
 * @param address where it listens; null for a worker, which does not.
 */
export async function announcement(env: Env, installation: Installation, address: string | null): Promise<string> {
  const base = address === null ? null : (env.publicUrl ?? address)
  const lines = base
    ? [
        `Quarterdeck is ready (${env.databaseUrl ? 'Postgres' : `embedded database in ${env.dataDir}`})`,
        '',
        `  Console    ${base}/admin`,
        `  Portal     ${base}/`,
        ...(await signInLines(env, installation)),
        `  Write key  ${installation.writeKey ?? 'none: make one in the console'}`,
        '',
        'Ctrl-C stops it.',
      ]
    : ['The Quarterdeck worker runs jobs.', ...(installation.isNew ? await signInLines(env, installation) : [])]
  return `\n${lines.join('\n')}\n\n`
}
