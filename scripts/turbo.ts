import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = dirname(import.meta.dirname)

/** The command and arguments that run turbo. It looks for pnpm on the PATH, where only pnpm itself may have put it. */
export function turbo(...args: string[]): [string, string[]] {
  if (process.env.npm_execpath?.includes('pnpm')) return [join(root, 'node_modules', '.bin', 'turbo'), args]
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return ['npx', ['-y', packageManager, 'exec', 'turbo', ...args]]
}

/** Settings under which turbo sends nothing anywhere. */
export const quiet = { TURBO_TELEMETRY_DISABLED: '1' }
