import { type ChildProcess, spawn } from 'node:child_process'
import { root } from '../turbo.ts'

const running = new Set<ChildProcess>()

/** Runs a command with its output on ours; resolves with its exit code, 127 when it cannot be started. */
export function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<number>(resolve => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    running.add(child)
    const end = (code: number) => {
      running.delete(child)
      resolve(code)
    }
    child.once('error', () => end(127))
    child.once('close', code => end(code ?? 1))
  })
}

/** Passes a request to stop on to what is running, and ends with the shell's code for it. */
export function stopWithChildren(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      for (const child of running) child.kill(signal)
      process.exit(code)
    })
  }
}
