import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import { type Column, ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import styles from './activity.module.css'
import {
  actorKindNames,
  type ContributorsSearch,
  readContributorsSearch,
  repositorySortNames,
  repositorySorts,
} from './activity-search.ts'
import { actorName } from './kinds.ts'
import { LinkDialog } from './link-dialog.tsx'

type Actor = Outputs['actors']['list']['items'][number]

const route = getRouteApi('/shell/contributors')
const dash = <span className="faint">–</span>

const actorKinds = {
  user: 'Account',
  bot: 'Bot',
  organization: 'Organisation',
  unknown: 'No account known',
} as const satisfies Record<Actor['kind'], string>

/** The person that a contributor is, or the way to say it. */
export function PersonCell({ actor, onLink }: { actor: Actor; onLink: (() => void) | null }) {
  return (
    <>
      {actor.person && (
        <Link
          to="/people/$personId"
          params={{ personId: actor.person.id }}
          className="link"
          onClick={event => event.stopPropagation()}
        >
          {actor.person.name ?? 'A person without a name'}
        </Link>
      )}{' '}
      {onLink && actor.kind !== 'bot' && (
        <Button
          variant="subtle"
          size="compact-xs"
          className={actor.person ? undefined : styles.flush}
          aria-label={actor.person ? `Change who ${actorName(actor)} is` : `Link to a person: ${actorName(actor)}`}
          onClick={event => {
            event.stopPropagation()
            onLink()
          }}
        >
          {actor.person ? 'Change' : 'Link to a person'}
        </Button>
      )}
      {!actor.person && !onLink && dash}
    </>
  )
}

const columnsOf = (onLink: ((actor: Actor) => void) | null): readonly Column<Actor>[] => [
  {
    key: 'who',
    title: 'Contributor',
    fixed: true,
    render: actor => (
      <>
        <Link
          to="/contributors/$actorId"
          params={{ actorId: actor.id }}
          className={styles.name}
          onClick={event => event.stopPropagation()}
        >
          {actorName(actor)}
        </Link>{' '}
        {actor.kind === 'bot' && <Chip>Bot</Chip>} {actor.sample && <Chip>Sample</Chip>}
      </>
    ),
  },
  { key: 'name', title: 'Name', render: actor => actor.name ?? dash },
  { key: 'email', title: 'E-mail', optional: true, render: actor => actor.email ?? dash },
  { key: 'kind', title: 'Kind', width: 128, optional: true, render: actor => actorKinds[actor.kind] },
  {
    key: 'person',
    title: 'Person here',
    width: 232,
    render: actor => <PersonCell actor={actor} onLink={onLink && (() => onLink(actor))} />,
  },
  {
    key: 'facts',
    title: 'Facts, 30 days',
    width: 112,
    align: 'right',
    render: actor => count(actor.factsLast30Days),
  },
  {
    key: 'last',
    title: 'Last fact',
    width: 96,
    align: 'right',
    render: actor => (actor.lastFactAt ? <Time at={actor.lastFactAt} /> : dash),
  },
]

/** Who does things in repositories, and which of them are people of the workspace. */
export function ContributorsPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/contributors' })
  const mayWrite = useMay('write')
  const [linking, setLinking] = useState<Actor | null>(null)
  const columns = columnsOf(mayWrite ? setLinking : null)
  const list = useLiveRows(trpc.actors.list.infiniteQueryOptions({ ...inputOf(search), limit: 50 }, byCursor))
  const { sort: _, ...narrowed } = search
  return (
    <Page title="Contributors" crumb="Who does things in repositories" bare>
      <WithPanel
        label="Contributors"
        filters={
          <>
            <Filters search={search} />
            <span className="grow" />
            <ColumnChoice name="contributors" columns={columns} />
          </>
        }
        list={
          <DataTable
            name="contributors"
            label="Contributors, in the chosen order"
            columns={columns}
            rowKey={actor => actor.id}
            {...list}
            fill
            onRowClick={actor =>
              void navigate({ to: '/contributors/$actorId', params: { actorId: actor.id }, search: {} })
            }
            empty={Object.keys(narrowed).length > 0 ? <NoMatch what="contributor" to="/contributors" /> : <NobodyYet />}
          />
        }
        panel={null}
      />
      <LinkDialog actor={linking} onClose={() => setLinking(null)} />
    </Page>
  )
}

const inputOf = ({ q, linked, kind, sort = 'active' }: ContributorsSearch) =>
  compact({ search: q, linked: linked && linked === 'yes', kind, sort })

function Filters({ search }: { search: ContributorsSearch }) {
  const navigate = useNavigate({ from: '/contributors' })
  return (
    <FilterBar
      values={{ sort: 'active', ...search }}
      onChange={(key, value) =>
        void navigate({ search: before => readContributorsSearch({ ...before, [key]: value }) })
      }
      filters={[
        {
          ...{ key: 'sort', label: 'Order', kind: 'choice', required: true },
          options: optionsOf(repositorySortNames, repositorySorts),
        },
        choice('linked', 'Linked', [
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]),
        choice('kind', 'Kind', optionsOf(actorKindNames, actorKinds)),
        sought('Part of a login, name or e-mail'),
      ]}
    />
  )
}

function NobodyYet() {
  return (
    <Empty
      title="Nobody yet"
      action={<Button renderRoot={props => <Link to="/sync" {...props} />}>Connect GitHub</Button>}
    >
      Whoever opens, reviews, comments or commits in a repository appears here, also authors of commits without an
      account.
    </Empty>
  )
}
