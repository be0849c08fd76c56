import { IconCreditCard, IconMessageCircle, IconPencil } from '@tabler/icons-react'
import { useApi } from '../data/api.ts'
import { EmailState } from '../features/account/email-state.tsx'
import { PlanCard } from '../features/billing/plan-card.tsx'
import { useLiveQuery } from '../live/use-live-query.ts'
import { Async } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { FactGrid } from '../ui/detail.tsx'
import { useMember } from './member.ts'
import { MemberPage } from './member-page.tsx'
import styles from './portal.module.css'
import { PortalLink } from './portal-link.tsx'

const ways = [
  {
    to: '/essays/new',
    title: 'Order a review',
    text: 'Paste an essay, see its price and when it is done.',
    Icon: IconPencil,
  },
  {
    to: '/support',
    title: 'Write to support',
    text: 'Ask anything; see what was answered before.',
    Icon: IconMessageCircle,
  },
  {
    to: '/billing',
    title: 'See your payments',
    text: 'What you have, and what you paid for it.',
    Icon: IconCreditCard,
  },
] as const

/** A customer's home: the account, what they have, and what can be done from here. */
export function HomePage() {
  const { trpc } = useApi()
  const { person, workspaces } = useMember()
  const me = useLiveQuery(trpc.people.me.queryOptions({}))
  const name = me.data?.name ?? person.name
  return (
    <MemberPage title="Your account" heading={name ? `Welcome, ${name.split(' ')[0]}` : 'Welcome'}>
      <nav aria-label="What you can do here" className={styles.ways}>
        {ways.map(({ to, title, text, Icon }) => (
          <PortalLink key={to} to={to} className={styles.way}>
            <Icon size={20} stroke={1.5} aria-hidden />
            <strong>{title}</strong>
            <span>{text}</span>
          </PortalLink>
        ))}
      </nav>
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
    </MemberPage>
  )
}
