import { percent, plural, points } from '../../format/number.ts'
import { chanceInWords, pValue, zScore } from '../../format/statistics.ts'
import { range } from '../../format/time.ts'
import { Card } from '../../ui/card.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import type { Issue } from './issue.ts'
import styles from './issue-detail.module.css'
import { type Evidence, evidenceOf, silenceOf } from './issue-rules.ts'

const before = 'the same hours of the days before, or all hours where those hold too few visits'

/** The figures that an issue stands on, by its kind; nothing when it was opened by hand. */
export function Figures({ issue }: { issue: Issue }) {
  if (issue.kind === 'silence') return <Silence issue={issue} />
  const evidence = evidenceOf(issue)
  return evidence && <Rates issue={issue} evidence={evidence} />
}

/** What is counted, of the visits at a step. */
const counted = ({ kind, lastStep }: Issue) => (kind === 'error_rate' ? 'met an error' : `reached ${lastStep}`)

function Rates({ issue, evidence }: { issue: Issue; evidence: Evidence }) {
  const { current, baseline, currentWindow, baselineWindow, dropPoints, z, p } = evidence
  const isWorse = issue.kind === 'error_rate' ? dropPoints < 0 : dropPoints > 0
  return (
    <KpiStrip small>
      <Kpi
        label={issue.kind === 'error_rate' ? 'With errors' : 'Now'}
        value={percent(current.rate)}
        note={plural(current.visits, 'visit')}
        definition={`Of the visits at ${issue.step}, the share that ${counted(issue)}, ${range(currentWindow.from, currentWindow.to)}.`}
      />
      <Kpi
        label="Usual"
        value={percent(baseline.rate)}
        note={plural(baseline.visits, 'visit')}
        definition={`The same share, ${range(baselineWindow.from, baselineWindow.to)}: ${before}. The current window is left out.`}
      />
      <Kpi label="Change" value={points(-dropPoints, false)} note="points" tone={isWorse ? 'red' : 'green'} />
      <Kpi
        label="By chance"
        value={pValue(p)}
        note={zScore(z)}
        definition={`${chanceInWords(p)} that an ordinary day shows this; every preset but classic takes into account that days differ. By sampling alone the difference is ${z.toFixed(1)} standard errors (pooled two-proportion test).`}
      />
    </KpiStrip>
  )
}

function Silence({ issue }: { issue: Issue }) {
  const silence = silenceOf(issue)
  if (!silence) return null
  const { visits, usual, window, p } = silence
  return (
    <KpiStrip small>
      <Kpi
        label="Now"
        value={plural(visits, 'visit')}
        definition={`Visits that came to ${issue.step}, ${range(window.from, window.to)}.`}
      />
      <Kpi
        label="Usual"
        value={plural(usual, 'visit')}
        definition="The mean of the same time on each of the last seven days."
      />
      <Kpi
        label="By chance"
        value={pValue(p)}
        definition={`${chanceInWords(p)}, even on a day with half of the visits of the quietest of those seven (Poisson).`}
      />
    </KpiStrip>
  )
}

/** The same in a sentence or two. */
export function InWords({ issue }: { issue: Issue }) {
  const silence = issue.kind === 'silence' ? silenceOf(issue) : null
  const evidence = evidenceOf(issue)
  if (silence) {
    return (
      <Card title="What happened">
        <p className={styles.words}>
          <strong>{plural(silence.visits, 'visit')}</strong> came to {issue.step} (
          {range(silence.window.from, silence.window.to)}), where about {silence.usual} are usual. Either nobody can get
          there, or its events are no longer sent.
        </p>
      </Card>
    )
  }
  if (!evidence || issue.kind === 'silence') return null
  return (
    <Card title="What happened">
      {issue.kind === 'error_rate' ? (
        <Errors issue={issue} evidence={evidence} />
      ) : (
        <Lost issue={issue} evidence={evidence} />
      )}
    </Card>
  )
}

function Errors({ issue, evidence }: { issue: Issue; evidence: Evidence }) {
  const { current, baseline, currentWindow, p } = evidence
  return (
    <p className={styles.words}>
      Of <strong>{plural(current.visits, 'visit')}</strong> at {issue.step} (
      {range(currentWindow.from, currentWindow.to)}), <strong>{current.completed}</strong> met an error; usually{' '}
      {percent(baseline.rate)} do. How often chance alone does this: {chanceInWords(p).toLowerCase()}.
    </p>
  )
}

function Lost({ issue, evidence }: { issue: Issue; evidence: Evidence }) {
  const { current, baseline, currentWindow, p } = evidence
  const missing = baseline.rate === null ? 0 : Math.round((current.visits * baseline.rate) / 100) - current.completed
  return (
    <p className={styles.words}>
      Of <strong>{plural(current.visits, 'visit')}</strong> at {issue.step} (
      {range(currentWindow.from, currentWindow.to)}
      ), <strong>{current.completed}</strong> reached {issue.lastStep}. At the usual rate of {percent(baseline.rate)} it
      would have been {current.completed + Math.max(0, missing)}
      {missing > 0 && (
        <>
          , so about <strong>{plural(missing, 'visit')}</strong> were lost here
        </>
      )}
      . How often chance alone does this: {chanceInWords(p).toLowerCase()}.
    </p>
  )
}
