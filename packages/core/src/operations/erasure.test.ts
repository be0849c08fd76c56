import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Origin, Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { erasePerson, exportPerson, getTimeline } from './index.ts'
import { type PlantedPerson, plantPerson } from './testing/planted-person.ts'

/** Tables in which nobody leaves anything of themselves, and why. A new table is either planted or stands here. */
const unreachable: Record<string, string> = {
  activity_codes: 'Signs of vectors, gone with their facts',
  activity_embeddings: 'Vectors under hashes',
  agent_outcomes: 'Counts and sums a day',
  agent_prompts: 'What the team tells its AI; whose words they are is an id',
  agents: 'What the team calls its AI',
  api_keys: 'Names of programs, and hashes',
  chunk_codes: 'Made of what the team publishes',
  chunks: 'What the team publishes',
  canned_replies: 'What the team says to everybody',
  counters: 'Numbers under the names of our own counters',
  document_versions: 'What the team publishes',
  documents: 'What the team publishes',
  embeddings: 'Made of what the team publishes',
  essay_days: 'Numbers',
  essay_day_channels: 'Numbers',
  essay_day_drafts: 'Numbers',
  essay_students: 'Students of another system, under hashes of its ids',
  essay_versions: 'Numbers',
  essay_items: 'Students of another system, under its ids',
  funnels: 'What the team measures',
  installation: 'Facts about the installation',
  installations: 'Accounts that installed our app',
  issues: 'What the team found; whose it is is an id',
  knowledge_postings: 'Made of what the team publishes',
  knowledge_stats: 'Numbers',
  knowledge_terms: 'Made of what the team publishes',
  orphaned_objects: 'Names of objects, made of random ids, until they are removed',
  repositories: 'What the team works on',
  refused_events: 'Numbers, our own sentences, and what programs call their events and fields',
  rate_limits: 'Subjects are ids, hashes and addresses, for an hour at most',
  support_duty: 'Who is on duty is an id',
  sync_batches: 'Numbers and what GitHub answered; who asked is an id',
  sync_etags: 'Names of lists',
  sync_jobs: 'Numbers and what GitHub answered',
  report_citations: 'Ids and addresses of facts',
  report_coverage: 'Numbers',
  team_members: 'Ids',
  teams: 'What the team calls itself',
  usage_days: 'Numbers',
  usage_dirty: 'Days',
  usage_joined: 'Hashes, until the days of people are counted anew',
  usage_names: 'Names of events and paths, counted anew when events go',
  usage_returns: 'Numbers',
  usage_seen: 'Hashes, counted anew when events or identities go',
  usage_weeks: 'Numbers',
  usage_zones: 'Names of zones',
  webhook_refusals: 'Counts by fixed reasons',
  workspaces: 'What a team calls itself',
}

const origin: Origin = { requestId: 'test', ip: '192.0.2.7', userAgent: null }

describe('a person', () => {
  let world: TestWorld
  let here: Scope
  let elsewhere: Scope
  beforeAll(async () => {
    world = await createTestWorld({ withJobs: true })
    here = await world.makeWorkspace()
    elsewhere = await world.makeWorkspace()
  })
  afterAll(() => world.close())

  const tablesOf = (...schemas: string[]) =>
    world.database.run<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_schema = any(string_to_array($1, ',')) and table_type = 'BASE TABLE'`,
      [schemas.join(',')],
    )

  /** Every row anywhere that holds a word, as text, by table. Bytes are searched as the hexadecimal that they print as. */
  async function rowsWith(word: string): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const { schema, name } of await tablesOf('public', 'pgboss', 'drizzle')) {
      const rows = await world.database.run<{ row: string }>(
        `select to_jsonb(t)::text as row from "${schema}"."${name}" t
         where position(lower($1) in lower(to_jsonb(t)::text)) > 0 or position($2 in to_jsonb(t)::text) > 0
           or position($3 in to_jsonb(t)::text) > 0 order by 1`,
        [word, Buffer.from(word).toString('hex'), Buffer.from(word.toUpperCase()).toString('hex')],
      )
      if (rows.length > 0)
        found.set(
          name,
          rows.map(({ row }) => row),
        )
    }
    return found
  }

  async function personScope(person: PlantedPerson, scope: Scope): Promise<Scope> {
    const signedIn = {
      person: { id: person.id, email: person.email, name: person.name },
      ...{ familyId: null, expiresAt: new Date() },
      workspaces: [{ id: scope.workspaceId, name: '', role: 'agent' as const }],
    }
    return scopeOf({ kind: 'person', signedIn }, scope.workspaceId, 'member', origin)
  }

  it('leaves traces in every table that is not said to be out of reach', async () => {
    const { mark } = await plantPerson(world, here, 'zqplanted')
    const planted = new Set((await rowsWith(mark)).keys())
    const tables = (await tablesOf('public')).map(({ name }) => name)
    expect(tables.filter(name => !planted.has(name) && !(name in unreachable))).toEqual([])
    expect(Object.keys(unreachable).filter(name => planted.has(name) || !tables.includes(name))).toEqual([])
    expect([...planted]).toContain('job_common')
  })

  it('is in none of them once erased, and everybody else’s data is as it was, to the byte', async () => {
    const gone = await plantPerson(world, here, 'zqerased')
    const neighbour = await plantPerson(world, here, 'zqneighbour')
    const foreigner = await plantPerson(world, elsewhere, 'zqforeigner')
    const before = [await rowsWith(neighbour.mark), await rowsWith(foreigner.mark)]
    await erasePerson(world.deps, here, { id: gone.id })
    expect(Object.fromEntries(await rowsWith(gone.mark))).toEqual({})
    expect([await rowsWith(neighbour.mark), await rowsWith(foreigner.mark)]).toEqual(before)
  })

  it('takes nothing from others whose records hold the same word as a user id', async () => {
    const gone = await plantPerson(world, here, 'zqcommon')
    await world.database.run(
      "insert into identities (workspace_id, provider, subject, person_id) values ($1, 'user', 'admin', $2)",
      [here.workspaceId, gone.id],
    )
    await world.database.run(
      `insert into audit_log (id, workspace_id, actor_kind, actor_name, action, entity, request_id, after)
       values (gen_random_uuid(), $1, 'system', 'test', 'people.update', 'person', 'zqrequest', '{"role": "admin"}')`,
      [here.workspaceId],
    )
    const before = await rowsWith('zqrequest')
    await erasePerson(world.deps, here, { id: gone.id })
    expect(await rowsWith('zqrequest')).toEqual(before)
  })

  it('may do this to oneself, and leaves no name by doing it', async () => {
    const self = await plantPerson(world, here, 'zqself')
    await erasePerson(world.deps, await personScope(self, here), { id: self.id })
    expect(Object.fromEntries(await rowsWith(self.mark))).toEqual({})
    const rows = await world.database.run(
      "select actor_name, ip from audit_log where action = 'people.erase' and entity_id = $1",
      [self.id],
    )
    expect(rows).toEqual([{ actor_name: 'erasure', ip: null }])
  })

  it('may not do this to others without being an admin', async () => {
    const [one, other] = [await plantPerson(world, here, 'zqone'), await plantPerson(world, here, 'zqother')]
    const scope = await personScope(one, here)
    for (const verb of [erasePerson, exportPerson]) {
      await expect(verb(world.deps, scope, { id: other.id })).rejects.toMatchObject({ kind: 'forbidden' })
    }
    await expect(erasePerson(world.deps, elsewhere, { id: one.id })).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('keeps the account that another workspace knows', async () => {
    const shared = await plantPerson(world, here, 'zqshared')
    await world.database.run("insert into members (workspace_id, person_id, role) values ($1, $2, 'viewer')", [
      elsewhere.workspaceId,
      shared.id,
    ])
    await erasePerson(world.deps, here, { id: shared.id })
    expect([...(await rowsWith(shared.mark)).keys()].sort()).toEqual([
      'one_time_tokens',
      'people',
      'refresh_tokens',
      'sessions',
    ])
    await erasePerson(world.deps, elsewhere, { id: shared.id })
    expect(Object.fromEntries(await rowsWith(shared.mark))).toEqual({})
  })

  it('keeps money and facts, without whose they were', async () => {
    const payer = await plantPerson(world, here, 'zqpayer')
    const count = async () => {
      const sql =
        'select (select count(*)::int from payments) as payments, (select count(*)::int from audit_log) as facts'
      return (await world.database.run<{ payments: number; facts: number }>(sql))[0]
    }
    const before = await count()
    await erasePerson(world.deps, here, { id: payer.id })
    const after = await count()
    expect(after).toEqual({ payments: before?.payments, facts: (before?.facts ?? 0) + 1 })
    const kept = await world.database.run(
      "select amount::int, currency from payments where person_id is null and raw = '{}' limit 1",
    )
    expect(kept).toEqual([{ amount: 1_200, currency: 'EUR' }])
  })

  it('gets everything about oneself as JSON, and no secret', async () => {
    const self = await plantPerson(world, here, 'zqexport')
    const all = await exportPerson(world.deps, await personScope(self, here), { id: self.id })
    const sizes = Object.fromEntries(
      Object.entries(all).map(([part, rows]) => [part, Array.isArray(rows) ? rows.length : 1]),
    )
    expect(sizes).toMatchObject({
      identities: 4,
      events: 3,
      payments: 2,
      sessions: 1,
      chatSessions: 1,
      emails: 1,
      essayRequests: 2,
      essayDrafts: 2,
      essayHistory: 2,
      essayShares: 2,
      issueHistory: 1,
    })
    const text = JSON.stringify(all)
    for (const secret of ['session-zqexport', 'refresh-zqexport', 'share-zqexport', '"passwordHash"'])
      expect(text).not.toContain(secret)
    for (const part of Object.keys(all)) expect(part).toMatch(/^[a-zA-Z]+$/)
  })

  it('has one time line of all that they did, in pages that neither skip nor repeat', async () => {
    const self = await plantPerson(world, here, 'zqtimeline')
    const seen: { kind: string; at: string; id: string }[] = []
    let cursor: string | undefined
    do {
      const page = await getTimeline(world.deps, here, { id: self.id, limit: 2, cursor })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const kinds = seen.map(({ kind }) => kind).sort()
    expect(kinds).toEqual([
      'activity',
      'chat_session',
      'conversation',
      'essay_request',
      'issue',
      'payment',
      'report',
      'report',
      'subscription',
      'visit',
      'visit',
    ])
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    )
    const all = await getTimeline(world.deps, here, { id: self.id, limit: 50 })
    expect(all.items.map(({ id }) => id)).toEqual(seen.map(({ id }) => id))
  })
})
