import { Button, SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import { type Column, ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import { InvitationsTable } from './invitations-table.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import styles from './people.module.css'
import { type PeopleSearch, readPeopleSearch } from './people-search.ts'
import { personName } from './person-name.ts'
import { roleNames, roles } from './roles.ts'

type PersonRow = Outputs['people']['list']['items'][number]

const route = getRouteApi('/shell/people')
const dash = <span className="faint">–</span>

const columns: readonly Column<PersonRow>[] = [
  {
    key: 'name',
    title: 'Person',
    fixed: true,
    render: person => (
      <Link
        to="/people/$personId"
        params={{ personId: person.id }}
        className={styles.name}
        title={personName(person)}
        onClick={event => event.stopPropagation()}
      >
        <bdi>{personName(person)}</bdi>
      </Link>
    ),
  },
  {
    key: 'email',
    title: 'E-mail',
    render: person =>
      person.email ? (
        <span className={styles.address} title={person.email}>
          {person.email}
        </span>
      ) : (
        dash
      ),
  },
  {
    key: 'role',
    title: 'Role',
    width: 104,
    render: person => <Chip tone={person.role === 'member' ? 'neutral' : 'accent'}>{roles[person.role].name}</Chip>,
  },
  {
    key: 'state',
    title: 'State',
    width: 128,
    render: person =>
      person.deactivatedAt ? (
        <Chip tone="red">Deactivated</Chip>
      ) : person.email && !person.emailVerified ? (
        <Chip tone="amber">Not confirmed</Chip>
      ) : (
        ''
      ),
  },
  {
    key: 'seen',
    title: 'Signed in',
    width: 96,
    align: 'right',
    render: person => (person.lastSeenAt ? <Time at={person.lastSeenAt} /> : <span className="faint">never</span>),
  },
  {
    key: 'since',
    title: 'Known for',
    width: 96,
    align: 'right',
    render: person => <Time at={person.createdAt} className="dim" />,
  },
  { key: 'source', title: 'Source', width: 96, optional: true, render: person => person.source },
]

/** Everybody whom the workspace knows: staff, customers, and those of whom only trackers tell. */
export function PeoplePage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/people' })
  const { workspace } = useShell()
  const [inviting, setInviting] = useState(false)
  const isAdmin = useMay('admin')
  const showsInvitations = isAdmin && search.tab === 'invitations'
  const invite = isAdmin && (
    <Button variant="filled" onClick={() => setInviting(true)}>
      Invite
    </Button>
  )
  return (
    <Page title="People" crumb={workspace?.name} actions={invite} bare>
      <WithPanel
        label={showsInvitations ? 'Invitations' : 'People'}
        filters={
          <>
            {isAdmin && (
              <SegmentedControl
                aria-label="View"
                value={search.tab ?? 'people'}
                onChange={value => void navigate({ search: value === 'invitations' ? { tab: 'invitations' } : {} })}
                data={[
                  { value: 'people', label: 'People' },
                  { value: 'invitations', label: 'Invitations' },
                ]}
              />
            )}
            {!showsInvitations && <PeopleFilters search={search} />}
          </>
        }
        list={
          showsInvitations ? <InvitationsTable onInvite={() => setInviting(true)} /> : <PeopleTable search={search} />
        }
        panel={null}
      />
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

function PeopleFilters({ search }: { search: PeopleSearch }) {
  const navigate = useNavigate({ from: '/people' })
  return (
    <>
      <FilterBar
        values={search}
        onChange={(key, value) => void navigate({ search: before => readPeopleSearch({ ...before, [key]: value }) })}
        filters={[
          {
            key: 'role',
            label: 'Role',
            kind: 'choice',
            options: roleNames.map(value => ({ value, label: roles[value].name })),
          },
          { key: 'q', label: 'Search', kind: 'text', placeholder: 'Part of a name, e-mail, id or trait' },
        ]}
      />
      <span className="grow" />
      <ColumnChoice name="people" columns={columns} />
    </>
  )
}

function PeopleTable({ search }: { search: PeopleSearch }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const input = compact({ role: search.role, search: search.q })
  const list = useLiveRows(trpc.people.list.infiniteQueryOptions(input, byCursor))
  return (
    <DataTable
      name="people"
      label="People, latest first"
      columns={columns}
      rowKey={person => person.id}
      {...list}
      fill
      onRowClick={person => void navigate({ to: '/people/$personId', params: { personId: person.id } })}
      empty={
        Object.keys(input).length > 0 ? (
          <Empty
            title="Nobody fits this"
            action={<Button renderRoot={props => <Link to="/people" {...props} />}>Clear the filters</Button>}
          >
            The search looks into names, e-mail addresses, ids and what trackers reported. A part of a word is enough.
          </Empty>
        ) : (
          <Empty title="Nobody yet">
            People come by signing up, by an invitation, from Clerk, and when a tracker says who is there.
          </Empty>
        )
      }
    />
  )
}
