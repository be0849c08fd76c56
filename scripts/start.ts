import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { quiet, root, turbo } from './turbo.ts'

/** What the server serves; what else `pnpm build` makes is for packages. */
const served = ['@quarterdeck/web#build', '@quarterdeck/desktop#build:console', '@quarterdeck/sdk#build']

/** What was built before and has not changed comes from turbo's cache, so this costs its time only once. */
async function buildScreens(): Promise<void> {
  const [command, args] = turbo('run', ...served, '--output-logs=errors-only')
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Nobody should look at a silent terminal for long.
  const patience = setTimeout(() => console.log('Building the screens, this once …'), 2_000)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  const [code] = await once(child, 'close')
  clearTimeout(patience)
  if (code === 0) return
  process.stderr.write(`${output}\nThe screens could not be built\n`)
  process.exit(1)
}

const screens = process.env.QUARTERDECK_ROLE === 'worker' ? undefined : buildScreens()
// In this process, so that Ctrl-C and SIGTERM reach the server itself; its database opens while the screens are built.
const { start } = await import(pathToFileURL(join(root, 'apps', 'api', 'src', 'main.ts')).href)
await start(screens)
