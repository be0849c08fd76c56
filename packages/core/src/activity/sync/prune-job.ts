import { sql } from 'drizzle-orm'
import { type Deps, days, earlier, moments } from '../../kernel/index.ts'

/** How long it is kept what became of a sync. */
const kept = days(90)
/** Of each installation these stay, however old they are: when it was synced last, and how that went. */
const always = 10

/** Forgets syncs that ended long ago, with what was done of each repository. Their facts stay. */
export async function run({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await db.execute(sql`delete from sync_batches b
    using (select id, row_number() over (partition by installation_id order by created_at desc, id desc) as place
      from sync_batches) ranked
    where ranked.id = b.id and ranked.place > ${always} and b.status <> 'running'
      and b.completed_at < ${moments(earlier(clock.now(), kept))}`)
}
