import type { Engine } from '@quarterdeck/db'
import { ingestNote, measureIngest } from './activity-ingest.ts'
import { measureSearch, searchNote } from './activity-search.ts'
import type { Result } from './report.ts'

/** What a workspace with many facts is worth: how fast they come in, and how fast they are found. */
export async function benchActivity(engine: Engine): Promise<Result> {
  const metrics = [...(await measureIngest()), ...(await measureSearch())]
  return { bench: 'activity', engine, notes: [ingestNote, searchNote], metrics }
}
