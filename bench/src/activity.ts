import type { Engine } from '@quarterdeck/db'
import { ingestNote, measureIngest } from './activity-ingest.ts'
import type { Result } from './report.ts'

/** What a workspace with many facts is worth: how fast they come in. */
export async function benchActivity(engine: Engine): Promise<Result> {
  return { bench: 'activity', engine, notes: [ingestNote], metrics: await measureIngest() }
}
