import { ensureInstallation, systemScope } from '@quarterdeck/core/identity'
import { type Deps, type Scope, silentLog } from '@quarterdeck/core/kernel'
import { compose } from '../compose.ts'
import { readEnv } from '../env.ts'

/** Opens the product as the server does, lets a command work in the first workspace, and closes it again. */
export async function withWorkspace(name: string, work: (deps: Deps, scope: Scope) => Promise<void>): Promise<void> {
  const env = readEnv()
  const { deps, close } = await compose({ ...env, role: env.databaseUrl ? 'http' : 'all' }, silentLog)
  try {
    const { workspaceId } = await ensureInstallation(deps, env)
    await work(deps, systemScope(workspaceId, `quarterdeck ${name}`))
  } finally {
    await close()
  }
}
