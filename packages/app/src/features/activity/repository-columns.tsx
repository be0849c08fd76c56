import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { Chip } from '../../ui/chip.tsx'
import type { CsvColumn } from '../../ui/table-card.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './activity.module.css'
import { TrackSwitch } from './track-switch.tsx'

export type Repository = Outputs['repositories']['list']['items'][number]

const dash = <span className="faint">–</span>

/** What is to be known of a repository at once: private, archived, out of sight. */
export function RepositoryMarks({ repository }: { repository: Repository }) {
  const { isPrivate, isArchived, isFork, removedAt, sample } = repository
  return (
    <>
      {isPrivate && <Chip>Private</Chip>} {isFork && <Chip>Fork</Chip>} {isArchived && <Chip>Archived</Chip>}{' '}
      {removedAt && <Chip tone="amber">Out of sight</Chip>} {sample && <Chip>Sample</Chip>}
    </>
  )
}

/** Columns of the list of repositories. */
export const repositoryColumns: readonly CsvColumn<Repository>[] = [
  {
    key: 'name',
    title: 'Repository',
    fixed: true,
    render: repository => (
      <>
        <Link
          to="/repositories/$repositoryId"
          params={{ repositoryId: repository.id }}
          className={styles.name}
          onClick={event => event.stopPropagation()}
        >
          {repository.fullName}
        </Link>{' '}
        <RepositoryMarks repository={repository} />
      </>
    ),
    csv: ({ fullName }) => fullName,
  },
  {
    key: 'language',
    title: 'Language',
    width: 112,
    render: ({ language }) => language ?? dash,
    csv: ({ language }) => language,
  },
  {
    key: 'stars',
    title: 'Stars',
    width: 80,
    align: 'right',
    optional: true,
    render: ({ stars }) => (stars === null ? dash : count(stars)),
    csv: ({ stars }) => stars,
  },
  {
    key: 'facts',
    title: 'Facts, 30 days',
    width: 112,
    align: 'right',
    render: ({ factsLast30Days }) => count(factsLast30Days),
    csv: ({ factsLast30Days }) => factsLast30Days,
  },
  {
    key: 'last',
    title: 'Last fact',
    width: 96,
    align: 'right',
    render: ({ lastFactAt }) => (lastFactAt ? <Time at={lastFactAt} /> : dash),
    csv: ({ lastFactAt }) => lastFactAt,
  },
  {
    key: 'synced',
    title: 'Fetched until',
    width: 112,
    align: 'right',
    optional: true,
    render: ({ syncedUntil }) => (syncedUntil ? <Time at={syncedUntil} show="date" className="dim" /> : dash),
    csv: ({ syncedUntil }) => syncedUntil,
  },
  {
    key: 'tracked',
    title: 'Tracked',
    width: 88,
    render: repository => <TrackSwitch repository={repository} />,
    csv: ({ isTracked }) => (isTracked ? 'yes' : 'no'),
  },
]
