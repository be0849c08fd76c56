import { identities, members, people } from '@quarterdeck/db'
import { and, asc, desc, eq, isNull, ne, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  forbidden,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../../kernel/index.ts'
import type { EmailInput, ListPeopleInput } from '../inputs.ts'
import type { MeDto, MemberDetailDto, MemberDto } from '../model.ts'

const columns = {
  id: people.id,
  email: people.email,
  name: people.name,
  emailVerifiedAt: people.emailVerifiedAt,
  deactivatedAt: people.deactivatedAt,
  lastSeenAt: people.lastSeenAt,
  role: members.role,
  traits: members.traits,
  source: members.source,
  createdAt: members.createdAt,
}

type Row = Omit<MemberDto, 'emailVerified' | 'createdAt' | 'lastSeenAt' | 'deactivatedAt'> &
  Record<'emailVerifiedAt' | 'deactivatedAt' | 'lastSeenAt', Date | null> & { createdAt: Date }

const toDto = ({ emailVerifiedAt, deactivatedAt, lastSeenAt, createdAt, ...row }: Row): MemberDto => ({
  ...row,
  emailVerified: emailVerifiedAt !== null,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  deactivatedAt: deactivatedAt?.toISOString() ?? null,
})

/**
 * Found by any part of an e-mail, name, provider's or tracker's name for them, or value that a tracker reported. Each
 * is looked for by itself, where an index of letters may help (packages/db/src/migrate.ts): together none would.
 */
function searching(workspaceId: string, search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  // As the text of JSON has it, which also holds the names of what was reported: those are no match.
  const anywhere = containing(JSON.stringify(search).slice(1, -1))
  return sql`${members.personId} in (
    select p.id from ${people} p where p.email ilike ${pattern} or p.name ilike ${pattern}
    union all
    select i.person_id from ${identities} i where i.workspace_id = ${workspaceId} and i.subject ilike ${pattern}
    union all
    select m.person_id from ${members} m where m.workspace_id = ${workspaceId} and m.traits::text ilike ${anywhere}
      and exists (select from jsonb_each_text(m.traits) trait where trait.value ilike ${pattern}))`
}

/** People of the workspace, latest first. */
export async function listPeople({ db }: Deps, scope: Scope, input: ListPeopleInput): Promise<Page<MemberDto>> {
  const { search, role, staff, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select(columns)
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, scope.workspaceId),
        role ? eq(members.role, role) : undefined,
        staff ? and(ne(members.role, 'member'), isNull(people.deactivatedAt)) : undefined,
        searching(scope.workspaceId, search),
        after
          ? sql`(${members.createdAt}, ${members.personId}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(members.createdAt), desc(members.personId))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toDto)
}

async function readMember({ db }: Pick<Deps, 'db'>, scope: Scope, where: SQL): Promise<MemberDetailDto> {
  const [row] = await db
    .select(columns)
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.workspaceId, scope.workspaceId), where))
  if (!row) throw notFound('This person')
  const names = await db
    .select({ provider: identities.provider, subject: identities.subject, createdAt: identities.createdAt })
    .from(identities)
    .where(and(eq(identities.workspaceId, scope.workspaceId), eq(identities.personId, row.id)))
    .orderBy(asc(identities.createdAt), asc(identities.subject))
    .limit(200)
  return { ...toDto(row), identities: names.map(name => ({ ...name, createdAt: name.createdAt.toISOString() })) }
}

/** @throws DomainError `not_found` when nobody of this workspace has the id. */
export const getPerson = (deps: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<MemberDetailDto> =>
  readMember(deps, scope, eq(people.id, id))

/** @throws DomainError `not_found` when nobody of this workspace has the e-mail. */
export const getPersonByEmail = (deps: Deps, scope: Scope, { email }: EmailInput): Promise<MemberDetailDto> =>
  readMember(deps, scope, eq(people.email, email))

/** Oneself, as only oneself may see. */
export async function getMe({ db }: Pick<Deps, 'db'>, scope: Scope): Promise<MeDto> {
  const { actor } = scope
  if (actor.kind !== 'person') throw forbidden('Only people have an account: sign in as one')
  const [row] = await db.select().from(people).where(eq(people.id, actor.id))
  if (!row) throw notFound('This person')
  const { id, email, name, preferences } = row
  return {
    ...{ id, email, name, preferences, role: actor.role },
    emailVerified: row.emailVerifiedAt !== null,
    hasPassword: row.passwordHash !== null,
    createdAt: row.createdAt.toISOString(),
  }
}
