import { Button, Group } from '@mantine/core'
import { useApi } from '../data/api.ts'
import { EmailState } from '../features/account/email-state.tsx'
import { PlanCard } from '../features/billing/plan-card.tsx'
import { useLiveQuery } from '../live/use-live-query.ts'
import { Async } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { FactGrid } from '../ui/detail.tsx'
import { useMember } from './member.ts'
import { MemberPage } from './member-page.tsx'
import { PortalLink } from './portal-link.tsx'

/** A customer's home: the account, what they have, and what can be done from here. */
export function HomePage() {
  const { trpc } = useApi()
  const { person, workspaces } = useMember()
  const me = useLiveQuery(trpc.people.me.queryOptions({}))
  const name = me.data?.name ?? person.name
  return (
    <MemberPage title="Your account" heading={name ? `Welcome, ${name.split(' ')[0]}` : 'Welcome'}>
      <Card title="Your account">
        <Async query={me} compact>
          {data => (
            <FactGrid
              columns="two"
              facts={[
                { label: 'Name', value: data.name ?? <span className="dim">Not given</span> },
                { label: 'E-mail', value: <EmailState me={data} /> },
                { label: 'Customer of', value: workspaces.map(each => each.name).join(', ') },
              ]}
            />
          )}
        </Async>
      </Card>
      <PlanCard title="Your plan" />
      <Card title="What you can do here">
        <Group gap="xs">
          <Button renderRoot={props => <PortalLink to="/essays/new" {...props} />}>Order a review of an essay</Button>
          <Button renderRoot={props => <PortalLink to="/support" {...props} />}>Write to support</Button>
          <Button renderRoot={props => <PortalLink to="/account" {...props} />}>Change name or password</Button>
          <Button renderRoot={props => <PortalLink to="/sessions" {...props} />}>See where you are signed in</Button>
          <Button renderRoot={props => <PortalLink to="/billing" {...props} />}>See your payments</Button>
        </Group>
      </Card>
    </MemberPage>
  )
}
