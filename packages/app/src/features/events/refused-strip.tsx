import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import styles from './refused.module.css'
import { refusedLine, refusedParts } from './refused-words.ts'

/** Above the tail while there is something to say: events of the last day that were refused, and the way to why. */
export function RefusedStrip() {
  const { trpc } = useApi()
  const groups = useLiveQuery(trpc.events.refused.queryOptions({}), { pace: 2_000 }).data?.groups ?? []
  const line = refusedLine(groups)
  if (!line) return null
  return (
    <Link to="/events/refused" className={styles.strip}>
      <span className={styles.line}>{line}</span>
      <span className="dim">{refusedParts(groups)}</span>
      <span className="grow" />
      <span className={styles.more}>What to do about it</span>
    </Link>
  )
}
