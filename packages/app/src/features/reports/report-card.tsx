import { Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { plural } from '../../format/number.ts'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import { coverageText, coverageTone, isMaking, kinds, type ReportRow, stages, subjectOf } from './report.ts'
import styles from './reports.module.css'

/** A report as the list shows it: what it is about, how it begins, and how far it can be trusted. */
export function ReportCard({ report }: { report: ReportRow }) {
  const { id, kind, title, origin, status, preview } = report
  return (
    <Link to="/reports/$reportId" params={{ reportId: id }} className={styles.card} data-row={id}>
      <span className={styles.over}>
        <Chip tone={kind === 'weekly' ? 'accent' : 'neutral'}>{kinds[kind]}</Chip>
        {origin === 'sample' && <Chip>Sample</Chip>}
        <span>{subjectOf(report)}</span>
      </span>
      <span className={styles.title}>{title}</span>
      {preview.length > 0 && (
        <ul className={styles.preview}>
          {preview.slice(0, 3).map((claim, index) => (
            <li key={index}>
              <span>{claim}</span>
            </li>
          ))}
        </ul>
      )}
      {status === 'ready' && report.factCount === 0 && (
        <span className="dim">Nothing was done, as far as is known.</span>
      )}
      {isMaking(status) ? <Far report={report} /> : <Foot report={report} />}
    </Link>
  )
}

function Far({ report: { stage, progress } }: { report: ReportRow }) {
  const words = stage ? stages[stage] : 'Waiting for its turn'
  return (
    <>
      <Progress value={progress * 100} size="sm" aria-label={words} />
      <span className={styles.foot}>{words}</span>
    </>
  )
}

function Foot({ report }: { report: ReportRow }) {
  const { status, attempt, staleAt, factCount, coverage, generatedAt, error } = report
  return (
    <span className={styles.foot}>
      {status === 'failed' ? (
        <>
          <Chip tone="red">Not written</Chip>
          <span className="cut">{error}</span>
        </>
      ) : factCount === 0 ? (
        <Chip>No activity</Chip>
      ) : (
        <>
          <span>{plural(factCount, 'fact')}</span>
          <Chip tone={coverageTone(coverage)}>{coverageText(coverage)} covered</Chip>
        </>
      )}
      {attempt && isMaking(attempt.status) && <Chip tone="accent">Being written again</Chip>}
      {staleAt && !(attempt && isMaking(attempt.status)) && <Chip tone="amber">Out of date</Chip>}
      <span className="grow" />
      {generatedAt && <Time at={generatedAt} />}
    </span>
  )
}
