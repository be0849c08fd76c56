import type { Engine } from '@quarterdeck/db'
import { measureSearch, searchNote } from './activity-search.ts'
import type { Result } from './report.ts'

/** What a workspace with many facts is worth: how fast they are found. */
export async function benchActivity(engine: Engine): Promise<Result> {
  return { bench: 'activity', engine, notes: [searchNote], metrics: await measureSearch() }
}
