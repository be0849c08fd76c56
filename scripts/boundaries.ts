import { dirname, posix } from 'node:path'
import { checkFile, type Violation } from './boundaries/check-file.ts'
import { findCycles } from './boundaries/cycles.ts'
import { manifestReader } from './boundaries/manifests.ts'
import { resolveFile } from './boundaries/places.ts'
import { folders } from './boundaries/rooms.ts'
import { readSources, type Source } from './boundaries/source.ts'

/** Everything in the repository at `root` that breaks the rules of `rooms.ts`. Empty when all is well. */
export function findViolations(root: string): Violation[] {
  const sources = readSources(root, folders)
  const manifests = manifestReader(root)
  return [...sources.flatMap(source => checkFile(source, root, manifests)), ...checkCycles(sources, root)]
}

/** Type imports count: a knot of types is as hard to take apart. What `import()` loads later does not. */
function checkCycles(sources: readonly Source[], root: string): Violation[] {
  const graph = new Map<string, string[]>()
  for (const { path, imports } of sources) {
    const near = imports.filter(({ specifier, lazy }) => specifier.startsWith('.') && !lazy)
    graph.set(
      path,
      near.flatMap(({ specifier }) => resolveFile(root, posix.join(posix.dirname(path), specifier)) ?? []),
    )
  }
  return findCycles(graph).map(way => ({
    path: way[0] ?? '',
    line: 1,
    text: `is in a cycle: ${[...way, way[0]].join(' → ')}`,
  }))
}

if (import.meta.main) {
  const violations = findViolations(dirname(import.meta.dirname))
  for (const { path, line, text } of violations) console.error(`${path}:${line} ${text}`)
  if (violations.length > 0) process.exitCode = 1
}
