import type { Engine } from '@quarterdeck/db'
import { ingestNote, measureIngest } from './activity-ingest.ts'
import { meaningNote, measureMeaning } from './activity-meaning.ts'
import { measureSearch, searchNote } from './activity-search.ts'
import type { Result } from './report.ts'

/** What a workspace with many facts is worth: how fast they come in, and how fast they are found. */
export async function benchActivity(engine: Engine): Promise<Result> {
  if (engine === 'pglite') return { bench: 'activity', engine, notes: [meaningNote], metrics: await measureMeaning() }
  const ingest = await measureIngest()
  return {
    ...{ bench: 'activity', engine, notes: [ingestNote, searchNote] },
    metrics: [...ingest, ...(await measureSearch())],
  }
}
