import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx']
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** The file that a relative import means, from the root of the repository; undefined when there is none. */
export function resolveFile(root: string, target: string): string | undefined {
  const ending = endings.find(ending => isFile(join(root, target + ending)))
  return ending === undefined ? undefined : target + ending
}

/** The package folder that a file belongs to: `packages/core`, `apps/api`, `bench`. */
export const packageOf = (path: string): string => path.split('/', /^(packages|apps)\//.test(path) ? 2 : 1).join('/')
