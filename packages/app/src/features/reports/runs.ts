import type { Outputs } from '../../data/api.ts'
import { toMs } from '../../format/time.ts'
import type { Tone } from '../../ui/chip.tsx'
import { kinds } from './report.ts'
import { dayText, localDay } from './span.ts'

export type Run = Outputs['reports']['runs']['items'][number]

export const runStatusNames: Readonly<Record<Run['status'], { name: string; tone: Tone }>> = {
  queued: { name: 'Under way', tone: 'amber' },
  done: { name: 'Written', tone: 'green' },
  skipped: { name: 'Skipped', tone: 'neutral' },
  failed: { name: 'Failed', tone: 'red' },
}

/** Of what the report is: `Weekly, 16 Nov – 22 Nov`. A week has six or eight days when weeks begin on another day from then on. */
export function runWords({ kind, localDate, dueAt, timeZone }: Pick<Run, 'kind' | 'localDate' | 'dueAt' | 'timeZone'>) {
  const last = localDay(toMs(dueAt) - 1, timeZone)
  return `${kinds[kind]}, ${last === localDate ? dayText(localDate) : `${dayText(localDate)} – ${dayText(last)}`}`
}
