import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { count, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { OutsideLink } from '../../ui/markdown.tsx'
import { Time } from '../../ui/time.tsx'
import { coverageText, coverageTone, type Report, subjectOf } from './report.ts'
import styles from './report-article.module.css'
import { spanText } from './span.ts'

/** How much of what happened the report tells, and how it came about. */
export function ReportSide({ report }: { report: Report }) {
  return (
    <aside className={styles.side} aria-label="About this report">
      <Coverage report={report} />
      <About report={report} />
    </aside>
  )
}

const grades = { green: 'Nearly all', neutral: 'Most', amber: 'About half', red: 'Less than half', accent: '' }

function Coverage({ report }: { report: Report }) {
  const { id, coverage, citedCount, eligibleCount, refusedClaims, repositories } = report
  const tone = coverageTone(coverage)
  return (
    <Card
      title="Coverage"
      aside={coverage !== null && <Chip tone={tone}>{coverage === 1 ? 'All' : grades[tone]}</Chip>}
    >
      <div className={styles.score}>
        <span className={styles.percent}>{coverageText(coverage)}</span>
        <span className="dim">
          {coverage === null ? 'Nothing to tell of' : `${count(citedCount)} of ${plural(eligibleCount, 'fact')} cited`}
        </span>
      </div>
      {repositories.length > 0 && (
        <ul className={styles.repositories} aria-label="By repository">
          {repositories.map(({ repositoryId, fullName, used, total }) => (
            <li key={repositoryId} className={styles.repository}>
              <span className="cut">{fullName}</span>
              <span className="dim">
                {used} of {total}
              </span>
              <span className={styles.track} aria-hidden>
                <span className={styles.fill} style={{ width: `${total > 0 ? (100 * used) / total : 0}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {refusedClaims > 0 && (
        <p className={styles.note}>
          {plural(refusedClaims, 'claim')} of the model {refusedClaims === 1 ? 'was' : 'were'} left out: no fact bore{' '}
          {refusedClaims === 1 ? 'it' : 'them'} out.
        </p>
      )}
      <LeftOut id={id} />
    </Card>
  )
}

const reasons = {
  bot: 'by bots',
  merge: 'merge commits',
  version: 'version bumps',
  lockfile: 'lock files only',
} as const

/** What no claim cites: what should be there, and what needs none. */
function LeftOut({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.reports.coverage.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={2} />} compact>
      {({ missing, routine }) => (
        <>
          {routine.length > 0 && (
            <p className={styles.note}>
              Not counted: {routine.map(({ reason, facts }) => `${count(facts)} ${reasons[reason]}`).join(', ')}.
            </p>
          )}
          {missing.length > 0 && (
            <details className={styles.missing}>
              <summary>{plural(missing.length, 'fact')} that no claim cites</summary>
              <ul>
                {missing.map(({ factId, title, url, fullName }) => (
                  <li key={factId}>
                    <OutsideLink href={url}>{title}</OutsideLink> <span className="dim">{fullName}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </Async>
  )
}

function About({ report }: { report: Report }) {
  const { model, origin, requestedBy, timeZone, generatedAt, cost, factCount, inputTokens, outputTokens } = report
  const tokens = (inputTokens ?? 0) + (outputTokens ?? 0)
  return (
    <Card title="Report">
      <FactGrid
        columns="two"
        facts={[
          { label: 'About', value: subjectOf(report) },
          { label: 'Days', value: spanText(report) },
          { label: 'Calendar', value: timeZone },
          { label: 'Facts', value: count(factCount) },
          { label: 'Written by', value: model ?? 'Templates, without a model' },
          ...(tokens > 0
            ? [{ label: 'Took', value: `${plural(tokens, 'token')}${cost ? `, ${money(cost * 100, 'USD')}` : ''}` }]
            : []),
          {
            label: 'Asked for by',
            value: requestedBy ? <Asker person={requestedBy} /> : origin === 'sample' ? 'Sample data' : 'Its schedule',
          },
          ...(generatedAt ? [{ label: 'Written', value: <Time at={generatedAt} show="date" /> }] : []),
        ]}
      />
    </Card>
  )
}

const Asker = ({ person: { id, name } }: { person: NonNullable<Report['requestedBy']> }) => (
  <Link to="/people/$personId" params={{ personId: id }} className="link">
    {name ?? 'Somebody without a name'}
  </Link>
)
