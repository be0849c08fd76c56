import { Link } from '@tanstack/react-router'
import { count } from '../../format/number.ts'
import type { CsvColumn } from '../../ui/table-card.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './activity.module.css'
import { readActivitySearch } from './activity-search.ts'
import { ActorLink } from './actor-link.tsx'
import { KindMark } from './kind-mark.tsx'
import { actorName, type Fact, factRef, factTitle, kinds, repositoryName } from './kinds.ts'

/** Lines that a fact added and took away, where they are known. */
export function Lines({ fact: { additions, deletions } }: { fact: Pick<Fact, 'additions' | 'deletions'> }) {
  if (additions === null && deletions === null) return <span className="faint">–</span>
  return (
    <>
      <span className={styles.more}>+{count(additions ?? 0)}</span>{' '}
      <span className={styles.less}>−{count(deletions ?? 0)}</span>
    </>
  )
}

/** Columns of the facts; the title opens the panel. */
export const factColumns: readonly CsvColumn<Fact>[] = [
  {
    key: 'when',
    title: 'When',
    width: 112,
    render: fact => <Time at={fact.occurredAt} show="date" className="dim" />,
    csv: fact => fact.occurredAt,
  },
  {
    key: 'kind',
    title: 'What',
    width: 168,
    render: fact => <KindMark kind={fact.kind} />,
    csv: fact => kinds[fact.kind].name,
  },
  {
    key: 'title',
    title: 'Title',
    fixed: true,
    render: fact => (
      <Link
        to="/activity"
        search={before => ({ ...readActivitySearch(before), i: fact.id })}
        activeOptions={{ includeSearch: true }}
        className={`${styles.name} ${styles.fact} cut`}
        data-row={fact.id}
        onClick={event => event.stopPropagation()}
      >
        {factRef(fact) && <span className={styles.ref}>{factRef(fact)} </span>}
        {factTitle(fact)}
      </Link>
    ),
    csv: factTitle,
  },
  {
    key: 'actor',
    title: 'By',
    width: 144,
    render: fact => <ActorLink actor={fact.actor} className={styles.name} />,
    csv: fact => actorName(fact.actor),
  },
  {
    key: 'repository',
    title: 'Repository',
    width: 136,
    render: ({ repository }) => (
      <span className="dim" title={repository.fullName}>
        {repositoryName(repository)}
      </span>
    ),
    csv: fact => fact.repository.fullName,
  },
  {
    key: 'lines',
    title: 'Lines',
    width: 104,
    align: 'right',
    render: fact => <Lines fact={fact} />,
    csv: fact => (fact.additions ?? 0) + (fact.deletions ?? 0),
  },
  { key: 'url', title: 'Address', optional: true, render: fact => fact.url, csv: fact => fact.url },
]

const givesWay: ReadonlySet<string> = new Set(['kind', 'repository', 'lines', 'url'])

/** Columns beside an open panel, which says the rest of the chosen fact. */
export const columnsBesidePanel: readonly CsvColumn<Fact>[] = [
  { key: 'sign', title: 'What', quiet: true, width: 40, render: fact => <KindMark kind={fact.kind} quiet /> },
  ...factColumns.filter(({ key }) => !givesWay.has(key)),
]
