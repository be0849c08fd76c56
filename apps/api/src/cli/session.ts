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
 * Opens the product as the server does, lets a command work on a file in the first workspace, and closes it again. What
 * somebody can mend is said in a sentence.
 */
export async function withWorkspace(name: string, file: string, work: Work): Promise<void> {
  let env: Env | null = null
  try {
    // Before a database is made for nothing.
    await access(file, constants.R_OK).catch(({ code }) => {
      throw new StartError(`${file} cannot be read (${code})`)
    })
    env = readEnv()
    await workIn(env, name, work)
  } catch (error) {
    const why = explainFailure(error, env)
    if (!why) throw error
    console.error(why)
    process.exitCode = 1
  }
}
