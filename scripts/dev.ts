import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { quiet, root, turbo } from './turbo.ts'

/** The server restarts and the screens are built again when their sources change; reload the page to see it. */
const commands: [string, string[]][] = [
  turbo('watch', 'build'),
  [process.execPath, ['--watch', join(root, 'apps', 'api', 'src', 'main.ts')]],
]
const running = commands.map(([command, args]) =>
  spawn(command, args, { cwd: root, env: { ...process.env, ...quiet }, stdio: 'inherit' }),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
  })
}
