import { access, constants } from 'node:fs/promises'
import { systemScope } from '@quarterdeck/core/identity'
import { type Deps, type Scope, silentLog } from '@quarterdeck/core/kernel'
import { signInLines } from '../announce.ts'
import { compose } from '../compose.ts'
import { type Env, readEnv } from '../env.ts'
import { install } from '../install.ts'
import { StartError } from '../start-error.ts'
import { explainFailure } from '../start-failure.ts'

type Work = (deps: Deps, scope: Scope) => Promise<void>

async function workIn(env: Env, name: string, work: Work): Promise<void> {
  const { deps, close } = await compose({ ...env, role: env.databaseUrl ? 'http' : 'all' }, silentLog)
  try {
    const installation = await install(deps, env)
    if (installation.isNew)
      console.log(['A new workspace was made:', ...(await signInLines(env, installation))].join('\n'))
    await work(deps, systemScope(installation.workspaceId, `quarterdeck ${name}`))
  } finally {
    await close()
  }
}

/**
 * Says in a sentence what somebody can mend, and ends with 1.
 * @param work calls `know` with the settings that what it does next depends on.
 */
export async function orExplain(work: (know: (env: Env) => Env) => Promise<void>): Promise<void> {
  const known: { env: Env | null } = { env: null }
  try {
    await work(env => {
      known.env = env
      return env
    })
  } catch (error) {
    const why = explainFailure(error, known.env)
    if (!why) throw error
    console.error(why)
    process.exitCode = 1
  }
}

/** Opens the product as the server does, lets a command work on a file in the first workspace, and closes it again. */
export const withWorkspace = (name: string, file: string, work: Work): Promise<void> =>
  orExplain(async know => {
    // Before a database is made for nothing.
    await access(file, constants.R_OK).catch(({ code }) => {
      throw new StartError(`${file} cannot be read (${code})`)
    })
    await workIn(know(readEnv()), name, work)
  })
