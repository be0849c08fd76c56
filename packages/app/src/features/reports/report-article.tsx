import { Button } from '@mantine/core'
import { plural } from '../../format/number.ts'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import { Making } from './making.tsx'
import { isMaking, kinds, type Regenerate, type Report, subjectOf } from './report.ts'
import styles from './report-article.module.css'
import { ReportSections } from './report-sections.tsx'
import { ReportSources } from './report-sources.tsx'

/** What is read: head, what must be known before, claims, sources. */
export function ReportArticle({ report, regenerate }: { report: Report; regenerate: Regenerate | null }) {
  const { kind, title, origin, status, generatedAt, factCount, sections, citations } = report
  return (
    <article className={styles.article}>
      <header className={styles.head}>
        <div className={styles.over}>
          <Chip>{kinds[kind]}</Chip>
          {origin === 'sample' && <Chip>Sample</Chip>}
          <span>{subjectOf(report)}</span>
        </div>
        <h2 className={styles.title}>{title}</h2>
        {generatedAt && (
          <div className={styles.meta}>
            {plural(factCount, 'fact')} · written <Time at={generatedAt} show="date" />
          </div>
        )}
      </header>
      <State report={report} regenerate={regenerate} />
      {status === 'ready' && factCount > 0 && <ReportSections sections={sections} citations={citations} />}
      {status === 'ready' && factCount === 0 && (
        <Empty title="Nothing was done here" compact>
          No fact of these days is known. If there should be some, look whether the repositories are synced.
        </Empty>
      )}
      {status === 'ready' && <ReportSources citations={citations} />}
    </article>
  )
}

/** What must be known before reading: it is being made, it failed, it is older than its facts. */
function State({ report, regenerate }: { report: Report; regenerate: Regenerate | null }) {
  const { status, error, attempt, staleAt, notices } = report
  const again = regenerate && (
    <Button size="compact-sm" onClick={regenerate.start} loading={regenerate.isPending}>
      Write it again
    </Button>
  )
  if (isMaking(status)) return <Making of={report} title="This report is being written" />
  if (status === 'failed') {
    return (
      <div className={styles.notice} data-tone="red" role="alert">
        <span>It could not be written: {error ?? 'the reason is not known'}.</span>
        {again}
      </div>
    )
  }
  const isAgain = attempt !== null && isMaking(attempt.status)
  return (
    <div className={styles.notices}>
      {isAgain && <Making of={attempt} title="A new version is being written" />}
      {attempt?.status === 'failed' && (
        <div className={styles.notice} data-tone="red" role="alert">
          <span>A new version could not be written: {attempt.error ?? 'the reason is not known'}. This one stays.</span>
          {again}
        </div>
      )}
      {staleAt && !isAgain && attempt?.status !== 'failed' && (
        <div className={styles.notice} role="note">
          <span>
            What is known of these days has changed since this was written, as was seen on{' '}
            <Time at={staleAt} show="date" />.{again && ' Write it again to have it in.'}
          </span>
          {again}
        </div>
      )}
      {notices.map(notice => (
        <div key={notice} className={styles.notice} role="note">
          <span>{notice}</span>
        </div>
      ))}
    </div>
  )
}
