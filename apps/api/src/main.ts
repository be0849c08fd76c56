import { readSampleState } from '@quarterdeck/core/operations'
import { pino } from 'pino'
import { announcement } from './announce.ts'
import { type Composition, compose } from './compose.ts'
import { endProcess } from './end-process.ts'
import { type Env, readEnv } from './env.ts'
import { buildServer } from './http/server.ts'
import { install } from './install.ts'
import { makeSample } from './sample/index.ts'
import { checkPort, explainFailure } from './start-failure.ts'

const log = pino({ level: 'info', base: null })

/** Ends everything in the order in which it was begun, backwards; a second signal ends it at once. */
function onShutdown(end: () => Promise<void>): void {
  let askedAt: number | null = null
  const shutDown = (signal: NodeJS.Signals) => {
    // A terminal and a package manager both pass Ctrl-C on: only a later one means that somebody lost patience.
    if (askedAt !== null && performance.now() - askedAt < 1_000) return
    if (askedAt !== null) process.exit(1)
    askedAt = performance.now()
    log.info({ signal }, 'Stopping')
    end().then(
      () => endProcess(0),
      error => {
        log.error({ err: error }, 'Stopping failed')
        endProcess(1)
      },
    )
  }
  process.on('SIGINT', shutDown)
  process.on('SIGTERM', shutDown)
}

async function serve(env: Env, { deps, work, close }: Composition): Promise<void> {
  const installation = await install(deps, env, { sample: env.demo })
  const app = env.role === 'worker' ? null : await buildServer(deps, installation, log, { trustProxy: env.trustProxy })
  let isEnding = false
  onShutdown(async () => {
    isEnding = true
    await app?.close()
    await close()
  })
  const address = await app?.listen({ port: env.port, host: env.host })
  if (env.role !== 'http') await work()
  process.stdout.write(await announcement(env, installation, address ?? null))
  // On the embedded database nobody else can be at it: a start before this one was killed.
  const isLeft = deps.database.engine === 'pglite' && (await readSampleState(deps, installation)) === 'wanted'
  if (env.demo && (installation.isNew || isLeft)) {
    // An installation without its sample is whole.
    await makeSample(deps, installation).catch(error => {
      if (!isEnding) log.error({ err: error }, 'The sample data could not be made: the next start tries again')
    })
  }
}

/**
 * Starts the server and keeps the process.
 * @param screens done when the screens are built: the database opens meanwhile, and nobody is served before.
 */
export async function start(screens?: Promise<void>): Promise<void> {
  let env: Env | null = null
  try {
    env = readEnv()
    log.level = env.logLevel
    if (env.role !== 'worker') await checkPort(env)
    const composition = await compose(env, log)
    await screens
    await serve(env, composition)
  } catch (error) {
    const why = explainFailure(error, env)
    if (why) console.error(why)
    else log.error({ err: error }, 'The server could not start')
    endProcess(1)
  }
}

if (import.meta.main) await start()
