import type { Deps } from '@quarterdeck/core/kernel'
import type { FastifyInstance } from 'fastify'

export interface Health {
  status: 'ok' | 'failing'
  version: string
  database: 'ok' | 'unreachable'
  engine: 'postgres' | 'pglite'
  /** Whether search can use vectors. */
  vectors: boolean
  /** `elsewhere`: another process runs the jobs. */
  jobs: 'running' | 'elsewhere'
}

/** How long the database may take to answer, in milliseconds. */
const patience = 2_000

async function isReachable({ database }: Deps): Promise<boolean> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('The database did not answer in time')), patience).unref(),
  )
  try {
    await Promise.race([database.run('select 1'), late])
    return true
  } catch {
    // The answer itself says what is wrong; the log would say it with every probe.
    return false
  }
}

export async function healthRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.get('/health', async (_request, reply) => {
    const reachable = await isReachable(deps)
    const health: Health = {
      status: reachable ? 'ok' : 'failing',
      version: deps.version,
      database: reachable ? 'ok' : 'unreachable',
      engine: deps.database.engine,
      vectors: deps.vectors,
      jobs: deps.jobs.isRunning() ? 'running' : 'elsewhere',
    }
    return reply.status(reachable ? 200 : 503).send(health)
  })
}
