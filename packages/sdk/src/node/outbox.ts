import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Outbox } from '../ports.ts'
import { createIds } from '../uuid.ts'

/** Dead lines that a file may hold, beside as many as there are live events, before it is written anew. */
const maxDeadLines = 10_000

/** A directory that could not be opened, as on a full disk, is left alone for this long, in milliseconds. */
const patience = 30_000

export interface FileOutbox extends Outbox {
  close(): void
}

/**
 * An outbox in a directory: one append-only file of JSON lines for each live process, in which `{…}` keeps an event
 * and `["id", …]` removes some. What is written survives the end of the process by any signal. Files of processes that
 * are gone are taken over at the first use. The processes of one directory must see each other's process ids: one
 * machine, or one container.
 */
export function createFileOutbox(directory: string): FileOutbox {
  let file: LogFile | undefined
  let closed = false
  let notBefore = 0
  const open = (): LogFile => {
    if (closed) throw new Error('The outbox is closed.')
    if (file) return file
    if (performance.now() < notBefore) throw new Error('The outbox could not be opened.')
    // Each try reads all that was left: not with every event, in somebody else's program.
    notBefore = performance.now() + patience
    file = openLog(directory)
    return file
  }
  return {
    put: (id, json) => open().put(id, json),
    read: () => open().read(),
    // Without a file nothing was ever put or read here.
    remove: ids => file?.remove(ids),
    close() {
      closed = true
      file?.close()
      file = undefined
    },
  }
}

interface LogFile {
  put(id: string, json: string): void
  read(): [string, string][]
  remove(ids: readonly string[]): void
  close(): void
}

function openLog(directory: string): LogFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const newName = createIds(Date.now)
  const path = join(directory, `${process.pid}.${newName()}.jsonl`)
  const live = new Map<string, string>()
  const orphans = takeOver(directory, `${process.pid}.${newName()}`)
  for (const orphan of orphans) for (const [id, json] of readLog(orphan)) live.set(id, json)
  let handle = write(path, live)
  ours.add(path)
  // Only now are the events safe in a file of a live process.
  for (const orphan of orphans) rmSync(orphan)
  let dead = 0

  const compact = (): void => {
    dead = 0
    const old = handle
    handle = write(path, live)
    closeSync(old)
  }
  return {
    put(id, json) {
      // The line break comes first, so that a write that a full disk has cut spoils no other line.
      writeSync(handle, `\n${json}`)
      live.set(id, json)
    },
    read: () => [...live].sort(([a], [b]) => (a < b ? -1 : 1)),
    remove(ids) {
      const known = ids.filter(id => live.delete(id))
      if (known.length === 0) return
      // Emptying needs no room, so that a full disk gets its room back.
      if (live.size === 0) {
        ftruncateSync(handle)
        dead = 0
        return
      }
      writeSync(handle, `\n${JSON.stringify(known)}`)
      dead += known.length
      if (dead > live.size + maxDeadLines) compact()
    },
    close() {
      closeSync(handle)
      ours.delete(path)
      if (live.size === 0) rmSync(path)
      else renameSync(path, join(directory, `${nobody}.${newName()}.jsonl`))
    },
  }
}

/** The logs that are open here: the time says nothing of them once a clock was set, or the machine was asleep. */
const ours = new Set<string>()

/** Stands for the process id in the name of a log that was closed in good order. */
const nobody = 0

/** Writes a log beside its place and moves it there, so that it is whole at any moment; returns it open to append. */
function write(path: string, live: ReadonlyMap<string, string>): number {
  const draft = `${path}.new`
  const handle = openSync(draft, 'a')
  try {
    writeFileSync(handle, [...live.values()].join('\n'))
    renameSync(draft, path)
    return handle
  } catch (error) {
    // Nothing of a failed try may stay: on a full disk there are many of them.
    closeSync(handle)
    rmSync(draft, { force: true })
    throw error
  }
}

/** Claims the logs of processes that are gone: a rename succeeds for one claimant only. */
function takeOver(directory: string, claim: string): string[] {
  return readdirSync(directory).flatMap((name, index) => {
    const path = join(directory, name)
    const owner = /^(\d+)\..*\.(jsonl|claimed|new)$/.exec(name)?.[1]
    const claimed = join(directory, `${claim}.${index}.claimed`)
    try {
      if (!owner || isInUse(Number(owner), path)) return []
      renameSync(path, claimed)
      return [claimed]
    } catch {
      return []
    }
  })
}

function isInUse(pid: number, path: string): boolean {
  if (pid === nobody) return false
  // A container gives its process the same id in every life: what was last written before this life is left over.
  if (pid === process.pid) return ours.has(path) || statSync(path).mtimeMs >= Date.now() - process.uptime() * 1000
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not allowed to signal it: it exists, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readLog(path: string): Map<string, string> {
  const live = new Map<string, string>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      const entry: unknown = JSON.parse(line)
      if (Array.isArray(entry)) for (const id of entry) live.delete(id)
      else if (isEvent(entry)) live.set(entry.id, line)
    } catch {
      // The last line of a process that was killed while it wrote.
    }
  }
  return live
}

const isEvent = (entry: unknown): entry is { id: string } =>
  typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string'
