import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../data/api.ts'
import { Card } from '../ui/card.tsx'
import { FactGrid } from '../ui/detail.tsx'
import { Frame } from './frame.tsx'
import styles from './portal.module.css'
import { usePortalNavigate } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

/** A customer's home: the account, and what happens next. */
export function HomePage() {
  const { trpc, queryClient } = useApi()
  const session = useQuery(trpc.auth.session.queryOptions({})).data
  const { tracker } = usePortal()
  const go = usePortalNavigate()
  const signOut = useMutation(
    trpc.auth.signOut.mutationOptions({
      onSettled: () => {
        tracker?.reset()
        queryClient.clear()
        go('/')
      },
    }),
  )
  if (!session) return null
  const { name, email } = session.person
  return (
    <Frame
      title="Your account"
      narrow
      corner={
        <Button onClick={() => signOut.mutate({})} loading={signOut.isPending}>
          Sign out
        </Button>
      }
    >
      <h1 className={styles.welcome}>{name ? `Welcome, ${name.split(' ')[0]}` : 'Welcome'}</h1>
      <div className={styles.stack}>
        <Card title="Your account">
          <FactGrid
            columns="two"
            facts={[
              { label: 'Name', value: name ?? <span className="dim">Not given</span> },
              { label: 'E-mail', value: email ?? <span className="dim">Not given</span> },
              ...(session.workspaces.length > 0
                ? [{ label: 'Customer of', value: session.workspaces.map(each => each.name).join(', ') }]
                : []),
            ]}
          />
        </Card>
        <Card title="What happens next">
          <ol className={styles.next}>
            <li>
              <span className={styles.number} aria-hidden>
                1
              </span>
              <span>You are signed in on this browser until you sign out. Nothing else is needed from you now.</span>
            </li>
            <li>
              <span className={styles.number} aria-hidden>
                2
              </span>
              <span>What you have with us is listed here as it comes. There is nothing yet.</span>
            </li>
          </ol>
        </Card>
      </div>
    </Frame>
  )
}
