import type { Db } from '@quarterdeck/db'

/** A term's postings: its blocks by number. */
export type TermPostings = ReadonlyMap<number, Uint8Array>

/** At most so many bytes of postings are kept for each database, which the words of some hundred thousand passages fit into. */
const room = 64 * 1_048_576

interface Kept {
  /** Of the index, when they were read: any write to it makes another. */
  version: string
  postings: TermPostings
  bytes: number
}

/** Postings that queries read before. Common words, whose postings are long, come in most queries. */
class PostingsCache {
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  /** The postings of a term in this state of a workspace's index, if they are kept. */
  get(workspaceId: string, version: string, term: string): TermPostings | undefined {
    const key = `${workspaceId} ${term}`
    const kept = this.#kept.get(key)
    if (kept?.version !== version) return undefined
    // The map's first is the one that was used longest ago.
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept.postings
  }

  set(workspaceId: string, version: string, term: string, postings: TermPostings): void {
    const key = `${workspaceId} ${term}`
    this.#drop(key)
    const bytes = [...postings.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
    this.#kept.set(key, { version, postings, bytes })
    this.#bytes += bytes
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= room) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }
}

const caches = new WeakMap<Db, PostingsCache>()

/** The cache of a database in this process. */
export function postingsCache(db: Db): PostingsCache {
  const cache = caches.get(db) ?? new PostingsCache()
  caches.set(db, cache)
  return cache
}

/** Has the next queries read from the database again what they need. */
export const forgetPostings = (db: Db): void => void caches.delete(db)
