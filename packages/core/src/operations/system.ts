import { outgoingEmails, rowsOf, webhooks, workspaces } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { lastHandovers, listIntegrations } from '../issues/index.ts'
import { type Deps, type JobFigures, listJobFigures, type Scope } from '../kernel/index.ts'
import type { ConnectionDto, SystemDto } from './model.ts'

const isShared = async ({ db }: Deps): Promise<boolean> => (await db.$count(workspaces)) > 1

type Flow = Pick<ConnectionDto, 'lastAt' | 'waiting' | 'failed'>

/** How the workspace's e-mail goes out, and what other systems tell of it comes in. */
async function listFlows({ db }: Deps, { workspaceId }: Scope): Promise<(Flow & { name: string })[]> {
  const ms = (at: SQL) => sql`(extract(epoch from ${at}) * 1000)::float8`
  const rows = await rowsOf<Omit<Flow, 'lastAt'> & { name: string; last: number | null }>(
    db,
    sql`select 'mailServer' as name, ${ms(sql`max(sent_at)`)} as last,
        count(*) filter (where status = 'waiting')::int as waiting, count(*) filter (where status = 'failed')::int as failed
      from ${outgoingEmails} where workspace_id = ${workspaceId}
      union all select source, ${ms(sql`max(processed_at) filter (where status in ('done', 'ignored'))`)},
        count(*) filter (where status in ('received', 'processing', 'failed'))::int,
        count(*) filter (where status = 'dead')::int
      from ${webhooks} where workspace_id = ${workspaceId} group by source`,
  )
  return rows.map(({ last, ...row }) => ({ ...row, lastAt: last === null ? null : new Date(last).toISOString() }))
}

/** Sources of deliveries, by what their program is called here. */
const deliveredBy: Record<string, ConnectionDto['name']> = {
  clerk: 'clerk',
  stripe: 'stripe',
  github: 'githubWebhook',
  twilio: 'twilio',
  email: 'inboundEmail',
}

/** Every program outside: whether it is set up, which is the server's, and how it goes, which is the workspace's. */
async function listConnections(deps: Deps, scope: Scope): Promise<ConnectionDto[]> {
  const { mailer, objects, embedder } = deps
  const going = new Map<string, Flow>()
  for (const { name, ...flow } of await lastHandovers(deps, scope)) going.set(name, flow)
  for (const { name, ...flow } of await listFlows(deps, scope)) going.set(deliveredBy[name] ?? name, flow)
  const own: Pick<ConnectionDto, 'name' | 'isSetUp' | 'detail'>[] = [
    { name: 'mailServer', isSetUp: mailer !== null, detail: null },
    { name: 'bucket', isSetUp: objects !== null, detail: null },
    { name: 'embeddings', isSetUp: embedder !== null, detail: null },
  ]
  const listed = listIntegrations(deps).items.map(({ name, isSetUp, detail }) => ({ name, isSetUp, detail }))
  return [...own, ...listed].map(each => ({
    ...{ lastAt: null, waiting: 0, failed: 0 },
    ...each,
    ...going.get(each.name),
  }))
}

/** The server that this workspace is on, and how the services it is connected to do. */
export async function getSystem(deps: Deps, scope: Scope): Promise<SystemDto> {
  const { database, db, vectors, version, jobs } = deps
  const [facts] = await rowsOf<{ bytes: number; version: string }>(
    db,
    sql`select pg_database_size(current_database())::float8 as bytes, current_setting('server_version') as version`,
  )
  return {
    version,
    engine: database.engine,
    engineVersion: facts?.version ?? '',
    databaseBytes: facts?.bytes ?? 0,
    vectors,
    runsJobs: jobs.isRunning(),
    isShared: await isShared(deps),
    connections: await listConnections(deps, scope),
  }
}

/**
 * The server's background work. What failures said is told only where there is no other workspace whose data they might quote.
 */
export async function getJobFigures(deps: Deps, _scope: Scope): Promise<{ items: JobFigures[] }> {
  return { items: await listJobFigures(deps.db, deps.clock.now(), !(await isShared(deps))) }
}
