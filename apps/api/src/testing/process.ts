import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { owner, writeKey } from './server.ts'

const sources = fileURLToPath(new URL('..', import.meta.url))

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  /** Standard output and error, as they came. */
  output: string
}

export interface RunningProcess {
  child: ChildProcess
  ended: Promise<Ended>
  /** What it has printed so far. */
  output: () => string
}

/** Settings that tests mean when they say none: nothing is inherited that would change what is tested. */
const raised = ['anonymous', 'signedIn', 'key', 'streams'].map(name => `${name}=1000000/1m`).join()
/** What one process compiles, the next need not: half of a start is that. */
const compileCache = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))
const quiet = {
  QUARTERDECK_DEMO: '0',
  LOG_LEVEL: 'error',
  QUARTERDECK_RATE_LIMITS: raised,
  NODE_COMPILE_CACHE: compileCache,
}
const first = {
  QUARTERDECK_OWNER_EMAIL: owner.email,
  QUARTERDECK_OWNER_PASSWORD: owner.password,
  QUARTERDECK_WRITE_KEY: writeKey,
}

/** Runs a file of this package as people do: in a Node process of its own. */
export function runFile(file: string, args: readonly string[], env: Record<string, string>): RunningProcess {
  const child = spawn(process.execPath, [`${sources}${file}`, ...args], {
    env: { PATH: process.env.PATH, ...quiet, ...first, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  const ended = new Promise<Ended>(resolve => child.once('close', (code, signal) => resolve({ code, signal, output })))
  return { child, ended, output: () => output }
}

export interface ServerProcess extends RunningProcess {
  url: string
  kill: (signal: NodeJS.Signals) => Promise<Ended>
}

/** Starts the real server and resolves when it says that it is ready; rejects with its output when it ends before. */
export async function startProcess(env: Record<string, string>): Promise<ServerProcess> {
  const running = runFile('main.ts', [], env)
  const ready = new Promise<void>(resolve => {
    running.child.stdout?.on('data', () => {
      if (running.output().includes('Ctrl-C stops it')) resolve()
    })
  })
  const failed = running.ended.then(({ code, signal, output }) => {
    throw new Error(`The server ended with ${code ?? signal} before it was ready:\n${output}`)
  })
  await Promise.race([ready, failed])
  // From here on its end is no failure.
  failed.catch(() => {})
  const url = /Portal +(http:\S+?)\/?\s/.exec(running.output())?.[1]
  if (!url) throw new Error(`No address in:\n${running.output()}`)
  return {
    ...running,
    url,
    kill: signal => {
      running.child.kill(signal)
      return running.ended
    },
  }
}
