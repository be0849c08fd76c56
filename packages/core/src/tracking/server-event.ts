import { type Db, events } from '@quarterdeck/db'
import { newId, type Scope } from '../kernel/index.ts'

/** Something that happened in the product itself. */
export interface ServerEvent {
  name: string
  /** What belongs together, as a funnel counts it. */
  visitId: string
  personId: string
  at: Date
  properties: Record<string, string | number | boolean | null>
  isSample: boolean
}

/** Keeps an event with the change that it tells of: both, or neither. */
export async function recordEvent(tx: Db, { workspaceId }: Scope, event: ServerEvent): Promise<void> {
  const { name, visitId, personId, at, properties, isSample } = event
  await tx.insert(events).values({
    ...{ workspaceId, id: newId(), name, visitId, properties, occurredAt: at, clientAt: at, receivedAt: at },
    // Our own portal identifies people by their id here, too.
    userId: personId,
    source: isSample ? 'sample' : 'server',
  })
}
