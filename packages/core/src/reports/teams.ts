import { type Db, gitActors, rowsOf, teamMembers, teams } from '@quarterdeck/db'
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import type { CreateTeamInput, UpdateTeamInput } from './inputs.ts'
import type { TeamDto } from './model.ts'

const named = ({ workspaceId }: Scope, id: string) => and(eq(teams.workspaceId, workspaceId), eq(teams.id, id))

async function readTeams(db: Db, { workspaceId }: Scope, id?: string): Promise<TeamDto[]> {
  const rows = await db
    .select()
    .from(teams)
    .where(and(eq(teams.workspaceId, workspaceId), id ? eq(teams.id, id) : undefined))
    .orderBy(asc(sql`lower(${teams.name})`))
    .limit(200)
  if (rows.length === 0) return []
  const members = await db
    .select({
      ...{ teamId: teamMembers.teamId, actorId: gitActors.id, login: gitActors.login, name: gitActors.name },
      personId: gitActors.personId,
    })
    .from(teamMembers)
    .innerJoin(gitActors, eq(gitActors.id, teamMembers.actorId))
    .where(
      inArray(
        teamMembers.teamId,
        rows.map(row => row.id),
      ),
    )
    .orderBy(asc(sql`lower(coalesce(${gitActors.login}, ${gitActors.name}))`), asc(gitActors.id))
  return rows.map(({ workspaceId: _, createdAt, updatedAt, ...team }) => ({
    ...team,
    members: members.filter(({ teamId }) => teamId === team.id).map(({ teamId: __, ...member }) => member),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** The teams, by name, at most 200. */
export const listTeams = async ({ db }: Deps, scope: Scope): Promise<{ items: TeamDto[] }> => ({
  items: await readTeams(db, scope),
})

/** @throws DomainError `not_found` */
export async function getTeam({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<TeamDto> {
  const [team] = await readTeams(db, scope, id)
  if (!team) throw notFound('This team')
  return team
}

async function refuseTaken(tx: Db, { workspaceId }: Scope, name: string, id: string | null): Promise<void> {
  const isNamed = and(eq(teams.workspaceId, workspaceId), sql`lower(${teams.name}) = lower(${name})`)
  const [taken] = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(isNamed, id ? ne(teams.id, id) : undefined))
  if (taken) throw conflict(`There is a team called ${name} already`)
}

async function setMembers(tx: Db, { workspaceId }: Scope, teamId: string, actorIds: string[]): Promise<void> {
  const wanted = [...new Set(actorIds)]
  await tx.delete(teamMembers).where(eq(teamMembers.teamId, teamId))
  if (wanted.length === 0) return
  const known = await rowsOf<{ id: string }>(
    tx,
    sql`insert into team_members (team_id, actor_id, workspace_id)
      select ${teamId}::uuid, id, workspace_id from git_actors
      where workspace_id = ${workspaceId} and ${inArray(gitActors.id, wanted)} returning actor_id as id`,
  )
  if (known.length < wanted.length) throw notFound('One of these people')
}

/** @throws DomainError `conflict` when the name is taken; `not_found` when somebody is not known here. */
export async function createTeam(deps: Deps, scope: Scope, { name, actorIds }: CreateTeamInput): Promise<TeamDto> {
  return deps.db.transaction(async tx => {
    const now = deps.clock.now()
    const values = { workspaceId: scope.workspaceId, name, createdAt: now, updatedAt: now }
    const [made] = await tx.insert(teams).values(values).onConflictDoNothing().returning({ id: teams.id })
    if (!made) throw conflict(`There is a team called ${name} already`)
    await setMembers(tx, scope, made.id, actorIds)
    await audit(tx, scope, { action: 'teams.create', entity: 'team', entityId: made.id, after: { name, actorIds } })
    return getTeam({ db: tx }, scope, made)
  })
}

/** @throws DomainError `not_found`; `conflict` when the name is taken. */
export async function updateTeam(deps: Deps, scope: Scope, input: UpdateTeamInput): Promise<TeamDto> {
  const { id, name, actorIds } = input
  return deps.db.transaction(async tx => {
    await tx.select({ id: teams.id }).from(teams).where(named(scope, id)).for('update')
    const before = await getTeam({ db: tx }, scope, { id })
    if (name) await refuseTaken(tx, scope, name, id)
    await tx
      .update(teams)
      .set({ ...(name && { name }), updatedAt: deps.clock.now() })
      .where(named(scope, id))
    if (actorIds) await setMembers(tx, scope, id, actorIds)
    const after = await getTeam({ db: tx }, scope, { id })
    await audit(tx, scope, { action: 'teams.update', entity: 'team', entityId: id, before, after })
    return after
  })
}

/** Its reports go with it. @throws DomainError `not_found` */
export async function removeTeam(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const before = await getTeam({ db: tx }, scope, { id })
    await tx.delete(teams).where(named(scope, id))
    await audit(tx, scope, { action: 'teams.remove', entity: 'team', entityId: id, before })
    return { id }
  })
}
