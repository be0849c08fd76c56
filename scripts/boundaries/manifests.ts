import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the rules read of a package.json. */
export interface Manifest {
  exports?: Record<string, unknown>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** Reads the package.json of a folder once; an empty one where there is none. */
export function manifestReader(root: string): (folder: string) => Manifest {
  const known = new Map<string, Manifest>()
  return folder => {
    const found = known.get(folder) ?? readManifest(join(root, folder, 'package.json'))
    known.set(folder, found)
    return found
  }
}

function readManifest(file: string): Manifest {
  // The shape is npm's; every field is optional and read as such.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {}
}
