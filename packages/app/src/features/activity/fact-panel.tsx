import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Failed, Rows } from '../../ui/async.tsx'
import { FactGrid, type Fact as Line } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel } from '../../ui/with-panel.tsx'
import styles from './activity.module.css'
import { type ActivitySearch, readActivitySearch } from './activity-search.ts'
import { ActorLink } from './actor-link.tsx'
import { Lines } from './fact-columns.tsx'
import { KindMark } from './kind-mark.tsx'
import { factRef, factTitle } from './kinds.ts'

type Detail = Outputs['activity']['get']

const told: Readonly<Record<Detail['via'], string>> = {
  webhook: 'A webhook, as it happened',
  sync: 'A sync, from history',
  sample: 'Sample data',
}

/** One fact in full: what reports cite, with the way to GitHub. */
export function FactPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.activity.get.queryOptions({ id }), { keepPrevious: false })
  const fact = query.data
  if (!fact) {
    return (
      <Panel title={query.error ? 'Fact' : 'One moment'} onClose={onClose}>
        {query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} compact /> : <Rows />}
      </Panel>
    )
  }
  const ref = factRef(fact)
  return (
    <Panel
      title={
        <>
          {ref && <span className={styles.ref}>{ref} </span>}
          {factTitle(fact)}
        </>
      }
      note={<KindMark kind={fact.kind} />}
      onClose={onClose}
    >
      <Fate fact={fact} />
      <p className={styles.text}>{fact.text}</p>
      <div>
        <Button
          component="a"
          href={fact.url}
          target="_blank"
          rel="noreferrer"
          rightSection={<IconExternalLink size={14} />}
        >
          Open on GitHub
        </Button>
      </div>
      <FactGrid columns="two" facts={[...linesOf(fact), ...detailsOf(fact)]} />
    </Panel>
  )
}

/** What became of it since: an edit is a fact of its own, and what cited the old words still finds them. */
function Fate({ fact: { removedAt, supersededAt, supersededById } }: { fact: Detail }) {
  const also = (changes: ActivitySearch) => (before: object) => ({ ...readActivitySearch({ ...before }), ...changes })
  if (removedAt) {
    return (
      <p className={styles.wait}>
        Taken back on GitHub <Time at={removedAt} show="date" />. It counts no longer; reports that cite it still show
        it.
      </p>
    )
  }
  if (!supersededAt) return null
  return (
    <p className={styles.wait}>
      Edited <Time at={supersededAt} show="date" />.{' '}
      {supersededById && (
        <Link to="/activity" search={also({ i: supersededById })} className="link">
          What it says now
        </Link>
      )}
    </p>
  )
}

function linesOf(fact: Detail): Line[] {
  const { additions, deletions, filesChanged } = fact
  return [
    {
      label: 'Repository',
      value: (
        <Link to="/repositories/$repositoryId" params={{ repositoryId: fact.repository.id }} className="link">
          {fact.repository.fullName}
        </Link>
      ),
    },
    { label: 'By', value: <ActorLink actor={fact.actor} /> },
    { label: 'When', value: <Time at={fact.occurredAt} show="date" /> },
    ...(additions === null && deletions === null ? [] : [{ label: 'Lines', value: <Lines fact={fact} /> }]),
    ...(filesChanged === null ? [] : [{ label: 'Files changed', value: count(filesChanged) }]),
    { label: 'Known by', value: told[fact.via] },
    { label: 'Known since', value: <Time at={fact.createdAt} show="date" /> },
  ]
}

/** `headRef` → `Head ref`: what GitHub calls it, in words. */
const labelOf = (key: string): string =>
  key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^./, first => first.toUpperCase())

/** What the rest of the panel says already, and GitHub's own numbers. */
const unsaid: ReadonlySet<string> = new Set(['merged', 'reviewId', 'commentId', 'isPullRequest', 'tag'])

function detailsOf({ details, text }: Detail): Line[] {
  return Object.entries(details).flatMap(([key, value]) =>
    value === null || value === '' || unsaid.has(key) || (key === 'message' && text.includes(String(value)))
      ? []
      : [
          {
            label: labelOf(key),
            value: (
              <span className={`${styles.text} ${key === 'sha' ? 'mono' : ''}`}>
                {typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value}
              </span>
            ),
          },
        ],
  )
}
