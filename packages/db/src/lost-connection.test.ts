import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createServerDatabase, testEngine } from './testing/index.ts'

// patches/postgres: unpatched, a lost connection ends the process, or leaves a transaction waiting for ever.
test('a server that drops its connections ends the transactions on them, and nothing else', async context => {
  context.skip(testEngine() !== 'postgres', 'the embedded database has no connections to lose')
  await using database = await disposable()
  const ended = { kept: 0, lost: 0 }
  let dropping = true
  const work = async () => {
    while (dropping) {
      const outcome = await database.db
        .transaction(async tx => {
          for (let turn = 0; turn < 4; turn++) await tx.execute(sql`select ${turn}::int`)
          // What is written after the loss must not be kept by another connection.
          await tx.execute(sql`insert into whole values (1)`)
          await tx.execute(sql`insert into whole values (-1)`)
        })
        .then(
          () => 'kept' as const,
          () => 'lost' as const,
        )
      ended[outcome]++
      if (outcome === 'lost') await pause(5)
    }
  }
  await database.run('create table whole (part int not null)')
  const workers = Array.from({ length: 20 }, work)
  await using dropper = await disposable()
  for (let drops = 0; drops < 8; drops++) {
    await pause(150)
    await dropper.run('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database.name])
  }
  dropping = false
  await Promise.all(workers)
  expect(ended.lost).toBeGreaterThan(0)
  const [rows] = await database.run<{ kept: number; sum: number }>(
    'select count(*)::int as kept, coalesce(sum(part), 0)::int as sum from whole',
  )
  expect(rows?.sum).toBe(0)
  // A commit whose answer was lost is kept, though its caller was told otherwise.
  expect(rows?.kept).toBeGreaterThanOrEqual(2 * ended.kept)
})

async function disposable() {
  const database = await createServerDatabase()
  return { ...database, name: new URL(database.url).pathname.slice(1), [Symbol.asyncDispose]: database.close }
}
