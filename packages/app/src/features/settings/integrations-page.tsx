import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './integrations.module.css'

type Integration = Outputs['issues']['integrations']['items'][number]
type Channel = 'slack' | 'email' | 'webhook'

const words: Readonly<Record<Integration['name'], { title: string; does: string }>> = {
  jira: { title: 'Jira', does: 'One ticket an issue, finished when the fix is verified.' },
  github: { title: 'GitHub', does: 'One draft pull request an issue, with a report and proposed changes.' },
  twilio: { title: 'Twilio', does: 'Customers are answered by SMS and WhatsApp.' },
  inboundEmail: { title: 'E-mail in', does: 'E-mail to support becomes a conversation.' },
  githubWebhook: { title: 'GitHub webhook', does: 'A merge makes the issue fixed at once, not within five minutes.' },
  slack: { title: 'Slack', does: 'One message an issue; a bot edits it as the issue goes on.' },
  email: { title: 'E-mail', does: 'When an issue opens, settles or comes back.' },
  webhook: { title: 'Outgoing webhook', does: 'Every change of an issue, signed by Standard Webhooks.' },
  clerkSignIn: { title: 'Clerk sign-in', does: 'People who are signed in with Clerk are signed in here.' },
  clerk: { title: 'Clerk webhook', does: 'Users, payments and subscriptions of Clerk are kept here.' },
  stripe: { title: 'Stripe webhook', does: 'Payments, refunds and subscriptions of Stripe are kept here.' },
  model: { title: 'Model', does: 'Explains issues and proposes fixes; without one the evidence speaks alone.' },
}
const isChannel = (name: Integration['name']): name is Channel =>
  name === 'slack' || name === 'email' || name === 'webhook'

/** What this server works with outside, and what turns on the rest. */
export function IntegrationsPage() {
  return (
    <Only right="admin" page="Integrations" what="see what is set up here">
      <Integrations />
    </Only>
  )
}

function Integrations() {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.issues.integrations.queryOptions())
  return (
    <Page title="Integrations" crumb={<Link to="/settings">Settings</Link>}>
      <Stack gap="md" maw={840}>
        <Card flush>
          <Async query={query} skeleton={<Rows count={12} height={40} />}>
            {({ items }) => (
              <ul className={styles.list}>
                {items.map(item => (
                  <Line key={item.name} item={item} />
                ))}
              </ul>
            )}
          </Async>
        </Card>
        <p className="dim">
          They are set where the server is started, as environment variables, and hold for all workspaces of this
          server.
        </p>
      </Stack>
    </Page>
  )
}

function Line({ item }: { item: Integration }) {
  const { title, does } = words[item.name]
  return (
    <li className={styles.line} aria-label={title}>
      <div className={styles.about}>
        <div className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          <Chip tone={item.isSetUp ? 'green' : 'neutral'}>{item.isSetUp ? 'Set up' : 'Not set up'}</Chip>
        </div>
        <p>{item.detail ?? does}</p>
        {!item.isSetUp && <Variables of={item.variables} />}
      </div>
      {item.canTest && isChannel(item.name) && <Test channel={item.name} />}
    </li>
  )
}

function Variables({ of }: { of: Integration['variables'] }) {
  return (
    <p className="dim">
      {'Set '}
      {of.map((names, index) => (
        <span key={names.join()}>
          {index > 0 && '; or '}
          {names.map((name, place) => (
            <span key={name}>
              {place > 0 && (place === names.length - 1 ? ' and ' : ', ')}
              <code className="mono">{name}</code>
            </span>
          ))}
        </span>
      ))}
    </p>
  )
}

function Test({ channel }: { channel: Channel }) {
  const { trpc } = useApi()
  const send = useMutation(
    trpc.issues.sendTestMessage.mutationOptions({
      onSuccess: ({ result }) => tell(`Test message: ${result}.`),
      onError: tellFailure,
    }),
  )
  return (
    <Button
      aria-label={`Send a test message to ${words[channel].title}`}
      onClick={() => send.mutate({ to: channel })}
      loading={send.isPending}
    >
      Send a test message
    </Button>
  )
}
