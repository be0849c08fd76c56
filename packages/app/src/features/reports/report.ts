import type { Inputs, Outputs } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import type { Tone } from '../../ui/chip.tsx'

export type Report = Outputs['reports']['get']
export type ReportRow = Outputs['reports']['list']['items'][number]
export type ReportKind = ReportRow['kind']
export type Citation = Report['citations'][number]
export type Team = Outputs['teams']['list']['items'][number]
export type GenerateInput = Inputs['reports']['generate']

export const kinds: Readonly<Record<ReportKind, string>> = { daily: 'Daily', weekly: 'Weekly', manual: 'Range' }
export const kindNames = ['daily', 'weekly', 'manual'] as const satisfies ReportKind[]

type Stage = NonNullable<ReportRow['stage']>

/** What happens while one is made, in order. */
export const stages: Readonly<Record<Stage, string>> = {
  collecting: 'Collecting facts',
  writing: 'Writing',
  checking: 'Checking each claim',
  saving: 'Saving',
}
export const stageNames = ['collecting', 'writing', 'checking', 'saving'] as const satisfies Stage[]

/** How another version is asked for. */
export interface Regenerate {
  start: () => void
  isPending: boolean
}

/** Whose work a report tells of. */
export const subjectOf = ({ person, team }: Pick<ReportRow, 'person' | 'team'>): string =>
  team?.name ?? (person ? (person.name ?? 'Somebody without a name') : 'Everyone')

/** What somebody is called who did things in repositories. */
export const memberName = ({ login, name }: { login: string | null; name: string | null }): string =>
  login ?? name ?? 'Somebody without a name'

export const isMaking = (status: ReportRow['status']): boolean => status === 'queued' || status === 'generating'

/** How much of what is worth telling is told: from 90 % good, from 70 % fair. */
export function coverageTone(coverage: number | null): Tone {
  if (coverage === null) return 'neutral'
  if (coverage >= 0.9) return 'green'
  return coverage >= 0.7 ? 'neutral' : coverage >= 0.5 ? 'amber' : 'red'
}

/** In whole percent, and never 100 % while something is missing. */
export const coverageText = (coverage: number | null): string =>
  coverage === null ? '–' : `${coverage < 1 ? Math.min(99, Math.round(coverage * 100)) : 100}\u00a0%`

/** Why a report was refused; a limit says itself what lifts it. */
export function refusalText(error: unknown): string {
  const { code, said, message } = readFailure(error)
  return code === 'TOO_MANY_REQUESTS' && said ? said : message
}
