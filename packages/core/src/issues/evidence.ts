import { type ById, type Deps, days, earlier, hours, type Scope } from '../kernel/index.ts'
import {
  type Clues,
  type ClueWindows,
  cluesAt,
  differenceOf,
  type FailedVisit,
  type FunnelDto,
  failedVisitsAt,
  getFunnel,
  type Judgement,
  type Share,
  shareOf,
} from '../tracking/index.ts'
import { shapeUntil } from './detect.ts'
import type { EvidenceDto, EvidenceFact } from './evidence-model.ts'
import type { IssueDto } from './model.ts'
import { getIssue } from './queries.ts'
import { usualDays } from './seasonal.ts'

type Unnumbered = Omit<EvidenceFact, 'id'>

/** An issue opened by hand names no windows: the day before it, against the week before that. */
export function windowsOf({ currentWindow, baselineWindow, detectedAt }: IssueDto): ClueWindows {
  const read = ({ from, to }: { from: string; to: string }) => ({ from: new Date(from), to: new Date(to) })
  if (currentWindow && baselineWindow) return { current: read(currentWindow), baseline: read(baselineWindow) }
  const to = new Date(detectedAt)
  const from = earlier(to, hours(24))
  return { current: { from, to }, baseline: { from: earlier(from, days(7)), to: from } }
}

const asProportion = ({ count, of }: Share) => ({ visits: of, completed: count })

/** Of the rates of completion in two windows: did it fall by more than chance? */
const fell = (now: Share, usual: Share): boolean => (differenceOf(asProportion(usual), asProportion(now))?.low ?? 0) > 0

const percent = ({ rate }: Share) => (rate === null ? 'none' : `${rate.toFixed(1)} %`)
const within = ({ low, high }: Share) =>
  low === null || high === null ? '' : ` (${low.toFixed(1)} to ${high.toFixed(1)} %)`

/** Of visits that fail by meeting an error, `completed` are those that met none. */
const judgementOf = ({ kind }: IssueDto): Judgement => (kind === 'error_rate' ? 'error' : 'unfinished')

function dropFact(issue: IssueDto, { totals }: Clues): Unnumbered {
  const now = shareOf(totals.now.completed, totals.now.visits)
  const usual = shareOf(totals.usual.completed, totals.usual.visits)
  const did = judgementOf(issue) === 'error' ? 'met no error' : `reached ${issue.lastStep}`
  const text = `Of ${now.of} visits at ${issue.step}, ${now.count} ${did}: ${percent(now)}${within(now)}, usually ${percent(usual)}${within(usual)}`
  return { kind: 'drop', label: issue.step, dimension: null, text, now, usual, stands: fell(now, usual) }
}

const dimensions = { device: 'Device', country: 'Country', appVersion: 'App version' }

/** Visits that would have finished at the usual rate, and did not. */
const lost = (now: Share, usual: Share) => ((usual.rate ?? 0) * now.of) / 100 - now.count

function segmentFacts(issue: IssueDto, { segments }: Clues): Unnumbered[] {
  const did = judgementOf(issue) === 'error' ? ' met no error' : ''
  return segments
    .map(({ dimension, value, now, usual }) => {
      const [here, before] = [shareOf(now.completed, now.visits), shareOf(usual.completed, usual.visits)]
      const stands = fell(here, before)
      const text = `${dimensions[dimension]} ${value} ${stands ? 'fell' : 'did not clearly fall'}: ${percent(here)} of ${here.of} visits${did}${within(here)}, usually ${percent(before)} of ${before.of}`
      return { kind: 'segment' as const, label: value, dimension, text, now: here, usual: before, stands }
    })
    .toSorted((a, b) => Number(b.stands) - Number(a.stands) || lost(b.now, b.usual) - lost(a.now, a.usual))
    .slice(0, 12)
}

/**
 * Facts about visits that failed: how many of them now, and how many usually. Where errors are the issue, of all visits:
 * that those with an error report one says nothing.
 */
function failureFacts(issue: IssueDto, clues: Clues): Unnumbered[] {
  const isOfAll = judgementOf(issue) === 'error'
  const among = (side: 'now' | 'usual') => clues.totals[side].visits - (isOfAll ? 0 : clues.totals[side].completed)
  const met = isOfAll ? 'meet an error and ' : ''
  const visits = isOfAll ? 'visits' : 'failed visits'
  const made = (
    kind: 'error' | 'last_event' | 'repeat',
    label: string,
    counts: { now: number; usual: number },
    words: string,
  ): Unnumbered => {
    const [now, usual] = [shareOf(counts.now, among('now')), shareOf(counts.usual, among('usual'))]
    const text = `Of ${now.of} ${visits}, ${now.count} ${words}: ${percent(now)}${within(now)}, usually ${percent(usual)} of ${usual.of}`
    return { kind, label, dimension: null, text, now, usual, stands: fell(usual, now) }
  }
  return [
    ...clues.errors.map(error => {
      const label = error.message ? `${error.type}: ${error.message}` : error.type
      return made('error', label, error, `report the error “${label}”`)
    }),
    ...clues.ends.map(end => made('last_event', end.name, end, `${met}end with ${end.name}`)),
    ...clues.repeats.map(repeat =>
      made('repeat', repeat.name, repeat, `${met}do ${repeat.name} again, ${repeat.times} times on average`),
    ),
  ]
}

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function releaseFacts({ releases, totals }: Clues): Unnumbered[] {
  // Without a usual side everything would be new.
  if (totals.usual.visits === 0) return []
  return releases.map(({ version, firstSeen, visits }) => ({
    kind: 'release',
    label: version,
    dimension: 'appVersion',
    text: `App version ${version} first came to this step at ${minute(firstSeen)}, in ${visits} of ${totals.now.visits} visits`,
    now: shareOf(visits, totals.now.visits),
    usual: null,
    stands: true,
  }))
}

/** Nobody comes: there is no rate, and nothing that failed visits have in common. */
function silenceFact({ step, current, baseline }: IssueDto): Unnumbered {
  const text = `${current?.visits ?? 0} visits came to ${step}, where about ${Math.round((baseline?.visits ?? 0) / usualDays)} are usual at this time of day`
  return { kind: 'drop', label: step, dimension: null, text, now: null, usual: null, stands: true }
}

/** Facts by id: the drop first, then what stands out, within its kind the strongest first. */
export function factsOf(issue: IssueDto, clues: Clues): EvidenceFact[] {
  if (issue.kind === 'silence') return [{ id: 'e1', ...silenceFact(issue) }]
  const facts = [
    dropFact(issue, clues),
    ...failureFacts(issue, clues),
    ...releaseFacts(clues),
    ...segmentFacts(issue, clues),
  ]
  return facts.map((fact, index) => ({ id: `e${index + 1}`, ...fact }))
}

/** The issue's funnel, when it and the issue's step are still there. */
export async function funnelOf(
  deps: Deps,
  scope: Scope,
  issue: IssueDto,
): Promise<{ funnel: FunnelDto; step: number } | null> {
  if (!issue.funnelId) return null
  const funnel = await getFunnel(deps, scope, { id: issue.funnelId })
  const step = funnel.steps.findIndex(({ name }) => name === issue.step)
  return step < 0 ? null : { funnel, step }
}

/** What events say about an issue, read anew each time. */
export async function getEvidence(deps: Deps, scope: Scope, input: ById): Promise<EvidenceDto> {
  const issue = await getIssue(deps, scope, input)
  const found = await funnelOf(deps, scope, issue)
  if (!found) return { facts: [], windows: null }
  const windows = windowsOf(issue)
  const clues = await cluesAt(
    deps.db,
    shapeUntil(scope.workspaceId, found.funnel, issue),
    windows,
    found.step,
    judgementOf(issue),
  )
  const said = ({ from, to }: { from: Date; to: Date }) => ({ from: from.toISOString(), to: to.toISOString() })
  return {
    facts: factsOf(issue, clues),
    windows: { current: said(windows.current), baseline: said(windows.baseline) },
  }
}

/** Visits to look at one by one: failed ones, those with an error first; at most ten. */
export async function getExampleVisits(deps: Deps, scope: Scope, input: ById): Promise<{ items: FailedVisit[] }> {
  const issue = await getIssue(deps, scope, input)
  const found = await funnelOf(deps, scope, issue)
  if (!found) return { items: [] }
  const shape = shapeUntil(scope.workspaceId, found.funnel, issue)
  return { items: await failedVisitsAt(deps.db, shape, windowsOf(issue).current, found.step, judgementOf(issue)) }
}
