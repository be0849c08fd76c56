import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { quiet, root, turbo } from './turbo.ts'

/** What was built before and has not changed comes from turbo's cache, so this costs its time only once. */
function buildScreens(): void {
  const [command, args] = turbo('run', 'build', '--output-logs=errors-only')
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env: { ...process.env, ...quiet } })
  if (status === 0) return
  process.stderr.write(`${stdout}${stderr}\nThe screens could not be built\n`)
  process.exit(1)
}

if (process.env.QUARTERDECK_ROLE !== 'worker') buildScreens()
// In this process, so that Ctrl-C and SIGTERM reach the server itself.
await import(pathToFileURL(join(root, 'apps', 'api', 'src', 'main.ts')).href)
