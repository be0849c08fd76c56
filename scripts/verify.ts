import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'

/** One check of `pnpm verify`. */
export interface Step {
  name: string
  command: string
  args: string[]
}

/** How a check ended; `output` is all that it printed. */
export interface StepResult {
  name: string
  passed: boolean
  milliseconds: number
  output: string
}

const root = dirname(import.meta.dirname)
const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

export const steps: readonly Step[] = [
  { name: 'format and lint', command: bin('biome'), args: ['check', '--error-on-warnings', '--colors=off'] },
  { name: 'types', command: bin('tsc'), args: ['-b', '--pretty', 'false'] },
  { name: 'boundaries', command: process.execPath, args: [join(root, 'scripts', 'boundaries.ts')] },
  { name: 'document paths', command: process.execPath, args: [join(root, 'scripts', 'doc-paths.ts')] },
]

/** Runs the checks side by side and prints each as it ends, with what it complained of. */
export async function verify(): Promise<StepResult[]> {
  const results = await Promise.all(
    steps.map(async step => {
      const result = await run(step)
      const mark = result.passed ? 'ok    ' : 'FAILED'
      console.log(`${mark} ${step.name} (${(result.milliseconds / 1000).toFixed(1)} s)`)
      if (!result.passed) console.log(result.output.trimEnd().replace(/^/gm, '    '))
      return result
    }),
  )
  const failed = results.filter(result => !result.passed)
  console.log(
    failed.length === 0 ? 'verify: all is well' : `verify: ${failed.map(({ name }) => name).join(', ')} failed`,
  )
  return results
}

function run({ name, command, args }: Step): Promise<StepResult> {
  const started = Date.now()
  const chunks: Buffer[] = []
  return new Promise(resolve => {
    const end = (passed: boolean, more = '') =>
      resolve({ name, passed, milliseconds: Date.now() - started, output: Buffer.concat(chunks).toString() + more })
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.stderr.on('data', chunk => chunks.push(chunk))
    child.on('error', error => end(false, error.message))
    child.on('close', code => end(code === 0))
  })
}

if (import.meta.main) {
  const results = await verify()
  if (results.some(result => !result.passed)) process.exitCode = 1
}
