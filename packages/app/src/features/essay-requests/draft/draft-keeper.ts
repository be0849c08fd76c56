/**
 * Where a draft stands: `saved`, what is shown is what is stored; `changed` and `saving`, not yet; `failed`, the server
 * said no or nothing; `conflict`, somebody else saved meanwhile, and nothing more is sent until that is resolved.
 */
export type DraftState<Conflict> =
  | { kind: 'saved' | 'changed' | 'saving' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'conflict'; conflict: Conflict }

export interface DraftKeeperOptions<Conflict> {
  /** The version that is shown at first. */
  version: number
  /** Stores what is shown now. @returns the version that it became. */
  save: (baseVersion: number) => Promise<number>
  /** What an error of `save` says of somebody else's version; null for other errors. */
  conflictOf: (error: unknown) => Conflict | null
  onState: (state: DraftState<Conflict>) => void
  /** How long after the last change it is stored, in ms. */
  wait: number
}

export interface DraftKeeper {
  /** Something was written. */
  changed: () => void
  /** Stores what is not stored yet. @returns whether everything is. */
  flush: () => Promise<boolean>
  /** The version on which the shown text stands. */
  version: () => number
  /** Whether a newer version may take the place of what is shown. */
  isIdle: () => boolean
  /** Whether it waits for a conflict to be resolved: the server keeps the refused text. */
  isStuck: () => boolean
  /** What is shown is this version now; `written`: with changes that are to be stored. */
  rebase: (version: number, written: boolean) => void
  /** No timer is left behind; what runs, runs on. */
  stop: () => void
}

/** Stores a draft by itself a while after each change: one save at a time, each on the version of the one before. */
export function createDraftKeeper<Conflict>(options: DraftKeeperOptions<Conflict>): DraftKeeper {
  const { save, conflictOf, onState, wait } = options
  let version = options.version
  let isChanged = false
  let isStuck = false
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = async () => {
    isChanged = false
    onState({ kind: 'saving' })
    try {
      version = await save(version)
      onState({ kind: isChanged ? 'changed' : 'saved' })
    } catch (error) {
      isChanged = true
      const conflict = conflictOf(error)
      isStuck = conflict !== null
      onState(conflict ? { kind: 'conflict', conflict } : { kind: 'failed', error })
      throw error
    } finally {
      running = null
    }
  }
  const start = () => {
    running ??= run()
    return running
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // What came meanwhile is stored after what is on its way.
      if (running) later()
      else if (isChanged && !isStuck) start().catch(() => undefined)
    }, wait)
  }
  return {
    changed: () => {
      isChanged = true
      if (isStuck) return
      if (!running) onState({ kind: 'changed' })
      later()
    },
    flush: async () => {
      clearTimeout(timer)
      try {
        while ((running || isChanged) && !isStuck) await start()
      } catch {
        return false
      }
      return !isStuck
    },
    version: () => version,
    isIdle: () => !isChanged && !isStuck && !running,
    isStuck: () => isStuck,
    rebase: (next, written) => {
      version = next
      isStuck = false
      isChanged = written
      onState({ kind: written ? 'changed' : 'saved' })
      if (written) later()
    },
    stop: () => clearTimeout(timer),
  }
}
