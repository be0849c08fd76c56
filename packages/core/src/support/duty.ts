import { type Db, members, people, supportDuty } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { mayAct, requireWriter } from '../identity/index.ts'
import { audit, type Deps, forbidden, invalid, type Scope } from '../kernel/index.ts'
import { namedStaff } from './conversation-rows.ts'
import type { SetDutyInput } from './inputs.ts'
import type { DutyDto } from './model.ts'
import { personOf } from './who.ts'

/** Conversations that somebody answers now, and escalations that wait for them. */
const loadOf = (personId: SQL): SQL<number> => sql<number>`((select count(*) from conversations c
    where c.assignee_id = ${personId} and c.workspace_id = ${members.workspaceId} and c.status in ('active', 'escalated')
      and c.handler = 'staff')
  + (select count(*) from escalations e where e.assignee_id = ${personId} and e.workspace_id = ${members.workspaceId}
      and e.resolved_at is null and e.accepted_at is null))::int`

/** Roles that answer customers. */
const answering = inArray(members.role, ['owner', 'admin', 'agent'])

const selectStaff = (db: Db, { workspaceId }: Scope) =>
  db
    .select({
      person: { id: people.id, name: people.name, email: people.email },
      since: supportDuty.since,
      load: loadOf(sql`${members.personId}`),
    })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .leftJoin(
      supportDuty,
      and(eq(supportDuty.workspaceId, members.workspaceId), eq(supportDuty.personId, members.personId)),
    )
    .where(and(eq(members.workspaceId, workspaceId), answering, isNull(people.deactivatedAt)))
    .orderBy(asc(people.name), asc(people.id))
    .limit(500)

/** Everybody who may answer customers, and whether they take escalations now. */
export async function listDuty({ db }: Deps, scope: Scope): Promise<{ items: DutyDto[] }> {
  const rows = await selectStaff(db, scope)
  const items = rows.map(({ person, since, load }) => ({
    person: namedStaff(person, true) ?? { id: person.id, name: '' },
    onDuty: since !== null,
    since: since?.toISOString() ?? null,
    load,
  }))
  return { items }
}

/**
 * Who is on duty and has least to do; null when nobody is. Whoever asks at the same time waits, so that two escalations
 * do not count the same load.
 */
export async function leastLoaded(tx: Db, scope: Scope): Promise<string | null> {
  const { workspaceId } = scope
  const onDuty = await tx
    .select({ personId: supportDuty.personId })
    .from(supportDuty)
    .where(eq(supportDuty.workspaceId, workspaceId))
    .orderBy(asc(supportDuty.personId))
    .for('update')
  const ids = onDuty.map(({ personId }) => personId)
  if (ids.length === 0) return null
  const staff = (await selectStaff(tx, scope)).filter(({ since }) => since !== null)
  const [first] = staff.sort((a, b) => a.load - b.load || Number(a.since) - Number(b.since))
  return first?.person.id ?? null
}

/**
 * Says that somebody takes escalations, or no longer does.
 * @throws DomainError `forbidden` for somebody else's duty, unless an admin or a program asks; `not_found`
 */
export async function setDuty(
  deps: Deps,
  scope: Scope,
  { onDuty, personId }: SetDutyInput,
): Promise<{ items: DutyDto[] }> {
  const { actor, workspaceId } = scope
  const whose = personId ?? personOf(scope)
  if (!whose) throw invalid('Name the person whose duty it is', [{ path: 'personId', message: 'is needed' }])
  if (actor.kind === 'person' && actor.id !== whose && !mayAct(actor.role, 'admin'))
    throw forbidden('Only an admin may do this for somebody else')
  return deps.db.transaction(async tx => {
    await requireWriter(tx, scope, whose)
    const own = and(eq(supportDuty.workspaceId, workspaceId), eq(supportDuty.personId, whose))
    if (onDuty) {
      const values = { workspaceId, personId: whose, since: deps.clock.now() }
      await tx.insert(supportDuty).values(values).onConflictDoNothing()
    } else await tx.delete(supportDuty).where(own)
    await audit(tx, scope, { action: 'escalations.setDuty', entity: 'person', entityId: whose, after: { onDuty } })
    return listDuty({ ...deps, db: tx }, scope)
  })
}
