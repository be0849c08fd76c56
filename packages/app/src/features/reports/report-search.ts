import { compact, id, oneOf, type RawSearch } from '../../url/params.ts'
import { kindNames } from './report.ts'

/** Whose reports: everybody's together, one person's or one team's, as one parameter holds it. */
function readSubject(raw: unknown): string | undefined {
  if (raw === 'everyone') return raw
  const [kind, named] = typeof raw === 'string' ? raw.split(':') : []
  return (kind === 'person' || kind === 'team') && id(named) ? `${kind}:${named}` : undefined
}

/** The search parameters of the list: `of` is `everyone`, `person:<id>` or `team:<id>`. */
export const readReportsSearch = (search: RawSearch) =>
  compact({ kind: oneOf(search.kind, kindNames), of: readSubject(search.of) })

export type ReportsSearch = ReturnType<typeof readReportsSearch>

/** The same in the server's words. */
export function toListInput({ kind, of }: ReportsSearch) {
  const named = of?.slice(of.indexOf(':') + 1)
  return compact({
    kind,
    personId: of === 'everyone' ? null : of?.startsWith('person:') ? named : undefined,
    teamId: of?.startsWith('team:') ? named : undefined,
  })
}

export const runStatuses = ['queued', 'done', 'skipped', 'failed'] as const

/** The search parameters of the page of schedules: which runs are shown. */
export const readRunsSearch = (search: RawSearch) =>
  compact({ kind: oneOf(search.kind, ['daily', 'weekly']), status: oneOf(search.status, runStatuses) })

export type RunsSearch = ReturnType<typeof readRunsSearch>
