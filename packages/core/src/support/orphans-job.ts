import { orphanedObjects } from '@quarterdeck/db'
import { asc, eq, lt } from 'drizzle-orm'
import { type Deps, earlier } from '../kernel/index.ts'
import { grace } from './stored-files.ts'

/** How many objects a run removes: at ten a second, what fits into its minute. */
const atOnce = 300

/**
 * Takes objects whose attachment is gone out of the bucket, oldest first. One that cannot be removed goes to the end of
 * the line and ends the run, so that a bucket that is down is not asked hundreds of times; the next minute goes on.
 */
export async function run(deps: Deps): Promise<void> {
  const { db, objects, clock } = deps
  if (!objects) return
  const ripe = await db
    .select()
    .from(orphanedObjects)
    .where(lt(orphanedObjects.since, earlier(clock.now(), grace)))
    .orderBy(asc(orphanedObjects.since))
    .limit(atOnce)
  for (const { objectKey } of ripe) {
    const isIt = eq(orphanedObjects.objectKey, objectKey)
    try {
      await objects.remove(objectKey)
    } catch (error) {
      await db.update(orphanedObjects).set({ since: clock.now() }).where(isIt)
      throw error
    }
    await db.delete(orphanedObjects).where(isIt)
  }
}
