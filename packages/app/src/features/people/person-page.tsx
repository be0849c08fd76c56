import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { PlanCard } from '../billing/plan-card.tsx'
import styles from './people.module.css'
import { type Person, PersonActions, RoleChoice } from './person-actions.tsx'
import { personName } from './person-name.ts'
import { PersonTimeline } from './person-timeline.tsx'
import { roles } from './roles.ts'

const route = getRouteApi('/shell/people/$personId')

const providers: Readonly<Record<Outputs['people']['get']['identities'][number]['provider'], string>> = {
  user: 'User id',
  anonymous: 'Browser',
  clerk: 'Clerk',
  stripe: 'Stripe',
}

/** One person: who they are, what they may, what they pay, and all that they did. */
export function PersonPage() {
  const { trpc } = useApi()
  const { personId } = route.useParams()
  const person = useLiveQuery(trpc.people.get.queryOptions({ id: personId }), { keepPrevious: false })
  const isAdmin = useMay('admin')
  if (!person.data) {
    return (
      <Page title="Person">
        {person.error ? <Failed error={person.error} onRetry={() => void person.refetch()} /> : <Rows />}
      </Page>
    )
  }
  const { data } = person
  return (
    <Page
      title={personName(data)}
      crumb={
        <Link to="/people" className="link">
          People
        </Link>
      }
      actions={isAdmin && <PersonActions key={data.id} person={data} />}
    >
      <div className={styles.detail}>
        <div className={styles.main}>
          <PersonTimeline id={data.id} />
        </div>
        <div className={styles.side}>
          <FactsCard person={data} isAdmin={isAdmin} />
          <PlanCard personId={data.id} />
          <TraitsCard traits={data.traits} />
          <IdentitiesCard identities={data.identities} />
        </div>
      </div>
    </Page>
  )
}

function FactsCard({ person, isAdmin }: { person: Person; isAdmin: boolean }) {
  // Events name people by the id that the sender uses; our own portal by the person's.
  const sender = person.identities.find(({ provider }) => provider === 'user')?.subject ?? person.id
  return (
    <Card title="Who they are">
      <FactGrid
        columns="two"
        facts={[
          { label: 'Name', value: person.name ?? <span className="dim">Not known</span> },
          {
            label: 'E-mail',
            value: person.email ? (
              <>
                {person.email}{' '}
                {person.emailVerified ? <Chip tone="green">Confirmed</Chip> : <Chip tone="amber">Not confirmed</Chip>}
              </>
            ) : (
              <span className="dim">Not known</span>
            ),
          },
          { label: 'Role', value: isAdmin ? <RoleChoice person={person} /> : roles[person.role].name },
          ...(person.deactivatedAt
            ? [
                {
                  label: 'State',
                  value: (
                    <>
                      <Chip tone="red">Deactivated</Chip> <Time at={person.deactivatedAt} />
                    </>
                  ),
                },
              ]
            : []),
          {
            label: 'Signed in',
            value: person.lastSeenAt ? <Time at={person.lastSeenAt} show="date" /> : <span className="dim">Never</span>,
          },
          { label: 'Known since', value: <Time at={person.createdAt} show="date" /> },
          { label: 'Source', value: person.source },
          { label: 'Id', value: <span className="mono">{person.id}</span> },
        ]}
      />
      <div className={styles.actions} style={{ marginTop: 12 }}>
        <Button renderRoot={props => <Link to="/billing" search={{ person: person.id }} {...props} />}>
          Their payments
        </Button>
        <Button renderRoot={props => <Link to="/events" search={{ q: sender }} {...props} />}>Their events</Button>
      </div>
    </Card>
  )
}

function TraitsCard({ traits }: { traits: Record<string, unknown> }) {
  const entries = Object.entries(traits)
  if (entries.length === 0) return null
  return (
    <Card title="What trackers reported">
      <FactGrid
        columns="two"
        facts={entries.map(([label, value]) => ({
          label,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        }))}
      />
    </Card>
  )
}

function IdentitiesCard({ identities }: { identities: Person['identities'] }) {
  if (identities.length === 0) return null
  return (
    <Card title="Known as">
      <ul className={styles.codes}>
        {identities.map(({ provider, subject, createdAt }) => (
          <li key={`${provider} ${subject}`}>
            <span className="dim">{providers[provider]}, </span>
            <Time at={createdAt} className="dim" />
            <div className="mono" style={{ overflowWrap: 'anywhere' }}>
              {subject}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
