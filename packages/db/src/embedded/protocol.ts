/** Messages between the thread that serves requests and the one that runs the embedded database. */

export interface StatementOptions {
  rowMode?: 'array' | 'object'
  /** Leave dates and times as text, as Drizzle wants them. */
  rawTimes?: boolean
}

export type Request =
  | { id: number; kind: 'query'; text: string; params: readonly unknown[]; options: StatementOptions; tx?: number }
  | { id: number; kind: 'planned'; text: string; params: readonly string[] }
  | { id: number; kind: 'exec'; text: string; tx?: number }
  | { id: number; kind: 'begin' }
  | { id: number; kind: 'end'; tx: number; commit: boolean }
  | { id: number; kind: 'listen' | 'unlisten'; channel: string }
  | { id: number; kind: 'dump' }
  | { id: number; kind: 'close' }

/** The parts of a Postgres error that callers look at. */
export interface StatementError {
  message: string
  code?: string
  detail?: string
  constraint?: string
}

export type Response =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: StatementError }
  | { id: null; kind: 'ready' }
  | { id: null; kind: 'failed'; error: StatementError }
  | { id: null; kind: 'notification'; channel: string; payload: string }

export interface WorkerSettings {
  /** Null keeps everything in memory. */
  dataDir: string | null
  /** A dumped data directory to begin with: how test databases are cloned. */
  snapshot: Uint8Array<ArrayBuffer> | null
}
