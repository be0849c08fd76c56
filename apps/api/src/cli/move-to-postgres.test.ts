import { join } from 'node:path'
import { passwordResetJob, systemScope } from '@quarterdeck/core/identity'
import { silentLog } from '@quarterdeck/core/kernel'
import { getCounts, getWorkspace } from '@quarterdeck/core/operations'
import type { Database } from '@quarterdeck/db'
import { freePort, testEngine, unpackEmbedded } from '@quarterdeck/db/testing'
import type { AppRouter } from '@quarterdeck/trpc'
import { createTRPCClient, httpLink } from '@trpc/client'
import { expect, test } from 'vitest'
import { compose } from '../compose.ts'
import { readEnv } from '../env.ts'
import { install } from '../install.ts'
import { makeSample } from '../sample/index.ts'
import { makeDataPlace } from '../testing/data-place.ts'
import { runFile, startProcess } from '../testing/process.ts'
import { owner } from '../testing/server.ts'

/** The rows of each table as text: how many, and a hash of them all. */
async function sumsOf({ run }: Database): Promise<Map<string, string>> {
  await run("set timezone = 'UTC'")
  const tables = await run<{ name: string; columns: string }>(
    `select table_name as name, string_agg(quote_ident(column_name), ', ' order by column_name) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' group by 1 order by 1`,
  )
  const sums = new Map<string, string>()
  for (const { name, columns } of tables) {
    const [row] = await run<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum
       from (select ${columns} from ${name}) t`,
    )
    sums.set(name, row?.sum ?? '')
  }
  return sums
}

test('what the embedded database has is on the server, to the last row, and goes on there', async context => {
  context.skip(testEngine() !== 'postgres', 'needs a Postgres to move to')
  await using place = await makeDataPlace()
  await unpackEmbedded(join(place.folder, 'postgres'))
  const { DATABASE_URL: url = '', ...there } = place.env
  const settings = { QUARTERDECK_OWNER_EMAIL: owner.email, QUARTERDECK_OWNER_PASSWORD: owner.password }
  const env = readEnv({ ...there, ...settings })
  const { deps, close } = await compose(env, silentLog)
  const installation = await install(deps, env)
  await makeSample(deps, installation)
  const personId = crypto.randomUUID()
  await deps.db.transaction(tx => deps.jobs.enqueue(tx, passwordResetJob, { personId }))
  const scope = systemScope(installation.workspaceId, 'test')
  const shown = [await getWorkspace(deps, scope), await getCounts(deps, scope)]
  const sums = await sumsOf(deps.database)
  const move = () => runFile('cli/main.ts', ['move-to-postgres', url], there).ended
  // Somebody works on the folder: this process.
  expect(await move()).toMatchObject({ code: 1, output: expect.stringMatching(/^Another server/) })
  await close()

  expect(await move()).toMatchObject({ code: 0, output: expect.stringContaining('DATABASE_URL') })
  expect(await place.look(sumsOf)).toEqual(sums)
  const jobs = await place.look(({ run }) => run("select data from pgboss.job where name = 'password-reset'"))
  expect(jobs).toEqual([{ data: { personId } }])
  expect(await move()).toMatchObject({ code: 1, output: expect.stringMatching(/^The target holds a workspace.*\n$/) })

  const server = await startProcess({ ...place.env, QUARTERDECK_ROLE: 'http', PORT: String(await freePort()) })
  const client = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/trpc`, headers: () => headers })],
  })
  let headers = {}
  const { token } = await client.auth.signIn.mutate(owner)
  headers = { authorization: `Bearer ${token}` }
  expect([await client.workspace.get.query(), await client.workspace.counts.query()]).toEqual(shown)
  await server.kill('SIGTERM')
}, 120_000)
