import { Progress } from '@mantine/core'
import { type ReportRow, stageNames, stages } from './report.ts'
import styles from './report-article.module.css'

/** How far the making of a report is. */
export function Making({ of, title }: { of: Pick<ReportRow, 'stage' | 'progress'>; title: string }) {
  const now = of.stage === null ? -1 : stageNames.indexOf(of.stage)
  return (
    <div className={styles.making}>
      <p role="status">
        <strong>{title}</strong>
        <span className="sr-only">{of.stage ? `: ${stages[of.stage]}` : ': waiting for its turn'}</span>
      </p>
      <Progress value={of.progress * 100} aria-label={title} transitionDuration={200} />
      <div className={styles.stages} aria-hidden>
        {now < 0 && <span data-state="now">Waiting for its turn</span>}
        {stageNames.map((name, index) => (
          <span key={name} data-state={index < now ? 'done' : index === now ? 'now' : 'later'}>
            {stages[name]}
          </span>
        ))}
      </div>
    </div>
  )
}
