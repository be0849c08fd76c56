import { Button } from '@mantine/core'
import { useState } from 'react'
import { plural } from '../../format/number.ts'
import { Card } from '../../ui/card.tsx'
import { OutsideLink } from '../../ui/markdown.tsx'
import { Time } from '../../ui/time.tsx'
import { KindMark } from '../activity/kind-mark.tsx'
import type { Citation } from './report.ts'
import styles from './report-article.module.css'

/** Sources that are listed at first. */
const atOnce = 25

/** Every fact that a claim stands on, under the number by which claims name it. */
export function ReportSources({ citations }: { citations: readonly Citation[] }) {
  const [isWhole, setWhole] = useState(false)
  const listed = isWhole ? citations : citations.slice(0, atOnce)
  if (citations.length === 0) return null
  return (
    <Card title="Sources" aside={<span className="dim">{plural(citations.length, 'fact')}</span>} flush>
      <ol className={styles.sources}>
        {listed.map(citation => (
          <Source key={citation.number} citation={citation} />
        ))}
      </ol>
      {listed.length < citations.length && (
        <div className={styles.more}>
          <Button onClick={() => setWhole(true)}>Show the other {citations.length - listed.length}</Button>
        </div>
      )}
    </Card>
  )
}

function Source({ citation: { number, url, kind, title, repository, actor, occurredAt } }: { citation: Citation }) {
  return (
    <li className={styles.source}>
      <span className={styles.number}>{number}</span>
      <span className={styles.icon}>
        <KindMark kind={kind} quiet />
      </span>
      <span className={styles.what}>
        <OutsideLink href={url}>{title}</OutsideLink>
        <span className={styles.about}>
          <span>{repository.fullName}</span>
          {actor && <span>{actor.name}</span>}
          <Time at={occurredAt} show="date" />
        </span>
      </span>
    </li>
  )
}
