import type { EventSource } from '@quarterdeck/db'
import type { BatchResult, Rejection } from '@quarterdeck/sdk'
import { type Deps, invalid, type RateState, type Scope, takeShare, tooLarge } from '../kernel/index.ts'
import { clockSkew } from './clock-skew.ts'
import { type EventRow, type ReceivingBatch, RejectedEvent, toRow } from './event-row.ts'
import { eventWriter } from './event-writer.ts'
import { countRefused } from './refusals.ts'
import { isRecord, readSpelling, type Spelling } from './spellings.ts'

export const maxEvents = 1_000

/** A batch as it came in, its events not yet looked at. */
export interface Batch {
  spelling: Spelling
  events: unknown[]
  sentAt?: unknown
}

export interface IngestOptions {
  /** Take events of any age. */
  history?: boolean
  source?: EventSource
}

/**
 * Finds the events in a request body, in any of the three spellings.
 * @throws DomainError `invalid` when there is no list of events in it, `too_large` when it has more than 1,000.
 */
export function readBatch(body: unknown): Batch {
  const list = isRecord(body) ? (body.events ?? body.batch) : body
  if (!Array.isArray(list)) {
    throw invalid('The body must be a JSON object with the events in `events` (ours) or `batch` (Segment)')
  }
  if (list.length === 0) throw invalid('The batch has no events; send at least one')
  if (list.length > maxEvents) throw tooLarge(`The batch has ${list.length} events; send at most ${maxEvents} at once`)
  const isSegment = isRecord(body) && Array.isArray(body.batch) && body.events === undefined
  const sentAt = isRecord(body) ? (body.sentAt ?? body.sent_at) : undefined
  return { spelling: isSegment ? 'segment' : 'events', events: list, sentAt }
}

/**
 * Counts a batch against the limit of the key that sends it, before `ingest` takes it.
 * @throws DomainError `limit_reached`: its sender keeps the events, and comes back with the next second.
 */
export async function admitBatch(deps: Deps, { actor }: Scope, { events }: Batch): Promise<RateState> {
  return takeShare(deps, deps.limits.ingest, actor.kind === 'system' ? actor.name : actor.id, events.length)
}

/**
 * Checks and stores a batch, and answers after the commit. A bad event is refused by itself; an event whose id is
 * known, from whenever and whichever process, is a duplicate.
 * @throws DomainError `unavailable` when nothing was stored and the batch should be sent again.
 */
export async function ingest(
  deps: Deps,
  scope: Scope,
  batch: Batch,
  options: IngestOptions = {},
): Promise<BatchResult> {
  const receivedAt = deps.clock.now()
  const receiving: ReceivingBatch = {
    workspaceId: scope.workspaceId,
    receivedAt,
    skew: clockSkew(batch.sentAt, receivedAt),
    history: options.history ?? false,
    source: options.source,
  }
  const rows: EventRow[] = []
  const indexes: number[] = []
  const rejected: Rejection[] = []
  for (const [index, event] of batch.events.entries()) {
    const row = readRow(event, batch.spelling, receiving)
    if (row instanceof RejectedEvent) rejected.push({ index, code: row.code, message: row.message })
    else {
      rows.push(row)
      indexes.push(index)
    }
  }
  const result: BatchResult = { accepted: 0, duplicates: 0, rejected }
  for (const [position, outcome] of (await eventWriter(deps).write(rows)).entries()) {
    if (outcome === 'accepted') result.accepted++
    else if (outcome === 'duplicate') result.duplicates++
    else rejected.push({ index: indexes[position] ?? position, code: 'invalid', message: outcome.refused })
  }
  rejected.sort((a, b) => a.index - b.index)
  await countRefused(deps, scope, rejected, batch.events)
  return result
}

function readRow(event: unknown, spelling: Spelling, receiving: ReceivingBatch): EventRow | RejectedEvent {
  try {
    const loose = readSpelling(event, spelling, new Date(receiving.receivedAt.getTime() - receiving.skew))
    return typeof loose === 'string' ? new RejectedEvent('invalid', loose) : toRow(loose, event, receiving)
  } catch (error) {
    if (error instanceof RejectedEvent) return error
    // What overflows the stack when an event is written down again, to be known by its content.
    if (error instanceof RangeError) return new RejectedEvent('too_large', 'Nested too deeply: flatten it')
    throw error
  }
}
