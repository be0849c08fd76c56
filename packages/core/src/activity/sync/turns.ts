import { type Db, syncBatches } from '@quarterdeck/db'
import { and, eq, lte, sql } from 'drizzle-orm'
import { type Deps, later, minutes } from '../../kernel/index.ts'
import { syncQueue } from './queue.ts'

export type BatchRow = typeof syncBatches.$inferSelect

/** How long a process is believed to work on a batch without a word from it: several times what one page takes. */
const claimed = minutes(2)

/** Somebody ended the batch, or another process took it over: whoever gets this stops without another word. */
export class TurnLost extends Error {}

/** Takes a batch that is due; null when it has ended, waits, or is in work elsewhere. */
export async function beginTurn({ db, clock }: Deps, batchId: string): Promise<BatchRow | null> {
  const now = clock.now()
  const isDue = and(eq(syncBatches.id, batchId), eq(syncBatches.status, 'running'), lte(syncBatches.dueAt, now))
  const [row] = await db
    .update(syncBatches)
    // What it waited for is over, or is said again.
    .set({ dueAt: later(now, claimed), turns: sql`${syncBatches.turns} + 1`, error: null })
    .where(isDue)
    .returning()
  return row ?? null
}

const isOurs = ({ id, turns }: BatchRow) =>
  and(eq(syncBatches.id, id), eq(syncBatches.turns, turns), eq(syncBatches.status, 'running'))

type Change = Partial<Pick<BatchRow, 'status' | 'dueAt' | 'error' | 'completedAt'>>

/** Writes to the batch while it is ours, and holds its row until the transaction ends. @throws TurnLost */
export async function holdTurn(tx: Db, { clock }: Deps, batch: BatchRow, change: Change = {}): Promise<void> {
  const rows = await tx
    .update(syncBatches)
    .set({ dueAt: later(clock.now(), claimed), ...change })
    .where(isOurs(batch))
    .returning({ id: syncBatches.id })
  if (rows.length === 0) throw new TurnLost('This sync was cancelled, or taken over')
}

/** Lets go of the batch until a moment: whoever is there then goes on. */
export async function waitUntil(tx: Db, deps: Deps, batch: BatchRow, at: Date, error: string | null): Promise<void> {
  await holdTurn(tx, deps, batch, { dueAt: at, error })
  await deps.jobs.enqueue(tx, syncQueue, { batchId: batch.id }, { startAfter: at, once: batch.id })
}
