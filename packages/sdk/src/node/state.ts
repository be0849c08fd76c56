import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { attempt } from '../clean.ts'
import type { Choice, State } from '../identity.ts'
import type { StateStore } from '../ports.ts'

/** Keeps the identity for as long as it is referred to. */
export function createMemoryState(text: string | null): StateStore {
  return {
    load: () => text,
    save(next) {
      text = next
    },
  }
}

/**
 * Keeps the identity of an installation: the anonymous id and the recorded choice in a file, visit and user in memory,
 * because another process of the same installation has its own.
 */
export function createFileState(path: string): StateStore & { choice(): Choice | undefined } {
  let lasting = attempt(() => readFileSync(path, 'utf8')) ?? '{}'
  const memory = createMemoryState(lasting)
  const parse = (text: string | null): Partial<State> => attempt(() => JSON.parse(text ?? '{}')) ?? {}
  return {
    load: memory.load,
    choice: () => parse(memory.load()).choice,
    save(text) {
      memory.save(text)
      const { anonymousId, choice } = parse(text)
      const next = JSON.stringify({ anonymousId, choice })
      if (next === lasting) return
      lasting = next
      attempt(() => {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        writeFileSync(`${path}.${process.pid}`, next, { mode: 0o600 })
        renameSync(`${path}.${process.pid}`, path)
      })
    },
  }
}
