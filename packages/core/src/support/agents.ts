import { agentOutcomes, agentPrompts, agents, type Db, people, rowsOf } from '@quarterdeck/db'
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { namedStaff } from './conversation-rows.ts'
import type {
  AvailableAgentInput,
  CreateAgentInput,
  ListAgentsInput,
  RecordOutcomeInput,
  UpdateAgentInput,
} from './inputs.ts'
import type { AgentDto, AgentPromptDto, OutcomeFigures } from './model.ts'
import { personOf } from './who.ts'

type Sums = Pick<
  OutcomeFigures,
  'conversations' | 'escalated' | 'resolved' | 'rated' | 'scoreSum' | 'responses' | 'responseMsSum'
>

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** Rates from exact sums: 0 escalated of 40 is a rate of 0, and none of none is no rate. */
export function figuresOf(sums: Sums): OutcomeFigures {
  return {
    ...sums,
    escalationRate: ratio(sums.escalated, sums.conversations),
    resolutionRate: ratio(sums.resolved, sums.conversations),
    satisfaction: ratio(sums.scoreSum, sums.rated),
    responseMs: ratio(sums.responseMsSum, sums.responses),
  }
}

const outcomes = sql<Sums>`(select jsonb_build_object('conversations', coalesce(sum(o.conversations), 0),
    'escalated', coalesce(sum(o.escalated), 0), 'resolved', coalesce(sum(o.resolved), 0),
    'rated', coalesce(sum(o.rated), 0), 'scoreSum', coalesce(sum(o.score_sum), 0),
    'responses', coalesce(sum(o.responses), 0), 'responseMsSum', coalesce(sum(o.response_ms_sum), 0))
  from agent_outcomes o where o.agent_id = ${agents.id})`
const load = sql<number>`(select count(*)::int from conversations c where c.agent_id = ${agents.id}
  and c.status in ('active', 'escalated') and c.handler = 'ai')`

const selectAgents = (db: Db) =>
  db
    .select({ agent: agents, prompt: agentPrompts.prompt, outcomes, load })
    .from(agents)
    .leftJoin(agentPrompts, and(eq(agentPrompts.agentId, agents.id), eq(agentPrompts.version, agents.promptVersion)))
    .$dynamic()
type Row = Awaited<ReturnType<typeof selectAgents>>[number]

function toDto({ agent, prompt, outcomes: sums, load: busy }: Row): AgentDto {
  const { workspaceId: _, createdAt, updatedAt, ...fields } = agent
  const figures = figuresOf(sums)
  return {
    ...fields,
    ...{ prompt, load: busy, outcomes: figures },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

const here = ({ workspaceId }: Scope, ...more: (SQL | undefined)[]) => and(eq(agents.workspaceId, workspaceId), ...more)

/** The registry, by name. */
export async function listAgents(
  { db }: Deps,
  scope: Scope,
  { type, active }: ListAgentsInput,
): Promise<{ items: AgentDto[] }> {
  const rows = await selectAgents(db)
    .where(
      here(
        scope,
        type ? eq(agents.type, type) : undefined,
        active === undefined ? undefined : eq(agents.active, active),
      ),
    )
    .orderBy(asc(agents.name), asc(agents.id))
    .limit(200)
  return { items: rows.map(toDto) }
}

/** @throws DomainError `not_found` */
export async function getAgent({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<AgentDto> {
  const [row] = await selectAgents(db).where(here(scope, eq(agents.id, id)))
  if (!row) throw notFound('This agent')
  return toDto(row)
}

/** Keeps a prompt as the next version. */
async function addPrompt(tx: Db, deps: Deps, scope: Scope, agentId: string, prompt: string): Promise<void> {
  const [row] = await tx
    .update(agents)
    .set({ promptVersion: sql`${agents.promptVersion} + 1` })
    .where(eq(agents.id, agentId))
    .returning({ version: agents.promptVersion })
  if (!row) throw notFound('This agent')
  const { workspaceId } = scope
  const values = { workspaceId, agentId, version: row.version, prompt, createdAt: deps.clock.now() }
  await tx.insert(agentPrompts).values({ ...values, authorId: personOf(scope) })
}

/** @throws DomainError `conflict` when the name is taken. */
export async function createAgent(
  deps: Deps,
  scope: Scope,
  { prompt, ...fields }: CreateAgentInput,
): Promise<AgentDto> {
  return deps.db.transaction(async tx => {
    const given = {
      ...fields,
      workspaceId: scope.workspaceId,
      createdAt: deps.clock.now(),
      updatedAt: deps.clock.now(),
    }
    const [made] = await tx.insert(agents).values(given).onConflictDoNothing().returning({ id: agents.id })
    if (!made) throw conflict(`There is an agent called ${fields.name} already`)
    if (prompt) await addPrompt(tx, deps, scope, made.id, prompt)
    await audit(tx, scope, { action: 'agents.create', entity: 'agent', entityId: made.id, after: fields })
    return getAgent({ db: tx }, scope, made)
  })
}

/** @throws DomainError `not_found`; `conflict` when the name is taken. */
export async function updateAgent(
  deps: Deps,
  scope: Scope,
  { id, prompt, ...fields }: UpdateAgentInput,
): Promise<AgentDto> {
  return deps.db.transaction(async tx => {
    await tx
      .select({ id: agents.id })
      .from(agents)
      .where(here(scope, eq(agents.id, id)))
      .for('update')
    const before = await getAgent({ db: tx }, scope, { id })
    if (fields.name && fields.name !== before.name) {
      const [other] = await tx
        .select({ id: agents.id })
        .from(agents)
        .where(here(scope, eq(agents.name, fields.name)))
      if (other) throw conflict(`There is an agent called ${fields.name} already`)
    }
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    await tx
      .update(agents)
      .set({ ...given, updatedAt: deps.clock.now() })
      .where(eq(agents.id, id))
    if (prompt && prompt !== before.prompt) await addPrompt(tx, deps, scope, id, prompt)
    const after = await getAgent({ db: tx }, scope, { id })
    await audit(tx, scope, {
      ...{ action: 'agents.update', entity: 'agent', entityId: id, before: { promptVersion: before.promptVersion } },
      after: { ...given, promptVersion: after.promptVersion },
    })
    return after
  })
}

/** What an agent was told to be, the newest first. */
export async function listPrompts(deps: Deps, scope: Scope, { id }: ById): Promise<{ items: AgentPromptDto[] }> {
  await getAgent(deps, scope, { id })
  const rows = await deps.db
    .select({ prompt: agentPrompts, author: { id: people.id, name: people.name, email: people.email } })
    .from(agentPrompts)
    .leftJoin(people, eq(people.id, agentPrompts.authorId))
    .where(eq(agentPrompts.agentId, id))
    .orderBy(desc(agentPrompts.version))
    .limit(200)
  const items = rows.map(({ prompt: { version, prompt, createdAt }, author }) => ({
    ...{ version, prompt, author: namedStaff(author, true) },
    createdAt: createdAt.toISOString(),
  }))
  return { items }
}

/**
 * Who should answer: of the active agents of a type that speak the language (or any), specialists of the category before
 * generalists, then who has least to do, then who has had to escalate least, then who was rated best. An agent without a
 * record counts as never having escalated, so that new ones get their first conversations.
 * @returns null when none fits.
 */
export async function availableAgent(
  { db }: Deps,
  scope: Scope,
  { type, category, language }: AvailableAgentInput,
): Promise<AgentDto | null> {
  const [base = ''] = language?.split('-') ?? []
  const speaks = sql`exists (select from unnest(${agents.languages}) l where lower(l) in (${language?.toLowerCase() ?? ''}, ${base.toLowerCase()}))`
  const knows = category ? sql`${category} = any(${agents.categories})` : sql`${agents.id} is null`
  const isGeneral = sql`cardinality(${agents.categories}) = 0`
  const found = await rowsOf<{ id: string }>(
    db,
    sql`select agents.id from agents left join lateral (
        select sum(o.escalated)::float8 / nullif(sum(o.conversations), 0) as escalation_rate,
          sum(o.score_sum)::float8 / nullif(sum(o.rated), 0) as satisfaction
        from agent_outcomes o where o.agent_id = agents.id) record on true
      where ${here(scope)} and ${agents.active} and ${agents.type} = ${type}
        and (${language === undefined}::boolean or cardinality(${agents.languages}) = 0 or ${speaks})
      order by (${knows}) desc, (${isGeneral}) desc, (${language !== undefined}::boolean and ${speaks}) desc,
        (select count(*) from conversations c where c.agent_id = agents.id and c.status in ('active', 'escalated')
          and c.handler = 'ai'),
        coalesce(record.escalation_rate, 0), record.satisfaction desc nulls last, agents.id
      limit 1`,
  )
  const [first] = found
  return first ? getAgent({ db }, scope, first) : null
}

/**
 * Adds to an agent's figures of today (UTC), in counts and sums.
 * @throws DomainError `not_found`
 */
export async function recordOutcome(deps: Deps, scope: Scope, input: RecordOutcomeInput): Promise<AgentDto> {
  return deps.db.transaction(async tx => {
    await getAgent({ db: tx }, scope, input)
    await addOutcome(tx, deps, scope, input)
    const { id, ...after } = input
    await audit(tx, scope, { action: 'agents.recordOutcome', entity: 'agent', entityId: id, after })
    return getAgent({ db: tx }, scope, { id })
  })
}

/** The same inside a transaction that knows that the agent is the workspace's. */
export async function addOutcome(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { id, conversations, escalated, resolved, score, responseMs }: RecordOutcomeInput,
): Promise<void> {
  const values = {
    ...{ conversations, escalated, resolved, rated: score === undefined ? 0 : 1, scoreSum: score ?? 0 },
    ...{ responses: responseMs === undefined ? 0 : 1, responseMsSum: responseMs ?? 0 },
  }
  const day = clock.now().toISOString().slice(0, 10)
  const add = (column: SQL.Aliased | SQL | unknown, name: string) => sql`${column} + ${sql.raw(`excluded.${name}`)}`
  await tx
    .insert(agentOutcomes)
    .values({ workspaceId, agentId: id, day, ...values })
    .onConflictDoUpdate({
      target: [agentOutcomes.agentId, agentOutcomes.day],
      set: {
        conversations: add(agentOutcomes.conversations, 'conversations'),
        escalated: add(agentOutcomes.escalated, 'escalated'),
        resolved: add(agentOutcomes.resolved, 'resolved'),
        rated: add(agentOutcomes.rated, 'rated'),
        scoreSum: add(agentOutcomes.scoreSum, 'score_sum'),
        responses: add(agentOutcomes.responses, 'responses'),
        responseMsSum: add(agentOutcomes.responseMsSum, 'response_ms_sum'),
      },
    })
}
