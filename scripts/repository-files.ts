import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const left = new Set('node_modules types dist out test-results coverage .git .data .turbo .cache'.split(' '))

/** Every file below `root` that is not built or installed, from the root, with `/`, sorted. */
export function repositoryFiles(root: string): string[] {
  return filesIn(root, '').sort()
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = folder + entry.name
    if (entry.isDirectory()) return left.has(entry.name) ? [] : filesIn(root, `${path}/`)
    return entry.isFile() ? path : []
  })
}
