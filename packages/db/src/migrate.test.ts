import { expect, test } from 'vitest'
import { migrate, UnfitDatabase } from './migrate.ts'
import { createTestDatabase } from './testing/index.ts'

test('a database that a newer version wrote is refused, and stays as it is', async () => {
  const database = await createTestDatabase()
  await migrate(database)
  await database.run(
    `insert into drizzle.__drizzle_migrations (hash, created_at)
     select 'of a later version', max(created_at) + 1 from drizzle.__drizzle_migrations`,
  )
  const before = await database.run('select * from drizzle.__drizzle_migrations')
  await expect(migrate(database)).rejects.toThrow(UnfitDatabase)
  expect(await database.run('select * from drizzle.__drizzle_migrations')).toEqual(before)
  await database.close()
})
