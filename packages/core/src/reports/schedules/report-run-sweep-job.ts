import { reportRuns } from '@quarterdeck/db'
import { and, lt, ne } from 'drizzle-orm'
import { type Deps, days, earlier } from '../../kernel/index.ts'

/** How long it is kept what was made of a due report: a year and a month, so that years can be compared. */
const kept = days(396)

export async function run({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const isOld = lt(reportRuns.dueAt, earlier(clock.now(), kept))
  await db.delete(reportRuns).where(and(isOld, ne(reportRuns.status, 'queued')))
}
