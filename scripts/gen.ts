import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { spell } from './gen/names.ts'
import { leftToDo, register } from './gen/register.ts'
import { filesOf } from './gen/templates.ts'

/**
 * Makes the four addresses of a domain in the repository at `root` and registers them; returns the files written.
 * @throws Error when one of the files is there already, before anything is written.
 */
export function generateDomain(root: string, domain: string, entity?: string): string[] {
  const names = spell(domain, entity)
  const files = Object.entries(filesOf(names))
  for (const [path] of files) if (existsSync(join(root, path))) throw new Error(`${path} is there already`)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const written = [...files.map(([path]) => path), ...register(root, names)]
  const biome = join(dirname(import.meta.dirname), 'node_modules', '.bin', 'biome')
  execFileSync(biome, ['check', '--write', '--colors=off', ...written], { cwd: root, stdio: 'pipe' })
  return written
}

function main([kind, domain, entity]: string[]): void {
  if (kind !== 'domain' || !domain)
    throw new Error('Usage: pnpm gen domain <name> [entity], such as: pnpm gen domain notes')
  for (const path of generateDomain(dirname(import.meta.dirname), domain, entity)) console.log(`wrote ${path}`)
  console.log(
    `\nLeft to do:\n${leftToDo(spell(domain, entity))
      .map(line => `- ${line}`)
      .join('\n')}`,
  )
}

if (import.meta.main) {
  try {
    main(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
