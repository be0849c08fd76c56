import { auditLog, type Db } from '@quarterdeck/db'
import { hideSecrets } from './hide-secrets.ts'
import type { Origin } from './scope.ts'

export interface AuditEntry {
  /** What was done, as `domain.verb`. */
  action: string
  entity: string
  entityId?: string
  before?: object
  after?: object
}

/** Who did it and where: a scope, or a person outside of any workspace. */
export interface AuditPlace {
  workspaceId: string | null
  actor: { kind: 'person' | 'key'; id: string; name: string } | { kind: 'system'; name: string }
  origin: Origin
}

/** Records a mutation, in its own transaction: either both are kept or neither. */
export async function audit(tx: Db, place: AuditPlace, entry: AuditEntry): Promise<void> {
  const { actor, origin, workspaceId } = place
  await tx.insert(auditLog).values({
    workspaceId,
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? null : actor.id,
    actorName: actor.name,
    ip: origin.ip,
    requestId: origin.requestId,
    ...entry,
    ...(entry.before && { before: hideSecrets(entry.before) }),
    ...(entry.after && { after: hideSecrets(entry.after) }),
  })
}
