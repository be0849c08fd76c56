/** Time as the tracker sees it, so that tests can hold the clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs once, later. */
  after(ms: number, run: () => void): void
}

/** Keeps serialised events, by id, until the server has them. Any method may throw or reject. */
export interface Outbox {
  put(id: string, json: string): void | Promise<void>
  /** Everything kept, by rising id, from this and former lives and other tabs. */
  read(): Iterable<[string, string]> | Promise<Iterable<[string, string]>>
  remove(ids: readonly string[]): void | Promise<void>
}

/** Where the identity is kept between lives: one text. */
export interface StateStore {
  load(): string | null
  save(text: string): void
}
