import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './account.module.css'
import { deviceName } from './user-agent.ts'

type OwnSession = Outputs['auth']['sessions']['items'][number]

/** Where one is signed in, and the way to end it. `onSignedOut` is called after signing out everywhere. */
export function SessionsCard({ title, onSignedOut }: { title: string; onSignedOut: () => void }) {
  const { trpc } = useApi()
  const [asking, setAsking] = useState(false)
  const list = useLiveRows(trpc.auth.sessions.infiniteQueryOptions({}, byCursor))
  const everywhere = useMutation(
    trpc.auth.signOutEverywhere.mutationOptions({ onSuccess: onSignedOut, onError: tellFailure }),
  )
  return (
    <Card title={title} flush actions={<Button onClick={() => setAsking(true)}>Sign out everywhere</Button>}>
      <ListPane list={list} empty={null} compact>
        {rows => (
          <ul className={styles.sessions}>
            {rows.map(session => (
              <Session key={session.id} session={session} />
            ))}
          </ul>
        )}
      </ListPane>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Sign out everywhere?"
        action="Sign out everywhere"
        danger
        pending={everywhere.isPending}
        onConfirm={() => everywhere.mutate({})}
      >
        Every device is signed out at once, this one too. To get in again, your password is needed.
      </Confirm>
    </Card>
  )
}

function Session({ session }: { session: OwnSession }) {
  const { trpc, queryClient } = useApi()
  const device = deviceName(session.userAgent)
  const revoke = useMutation(
    trpc.auth.revokeSession.mutationOptions({
      onSuccess: () => {
        tell(`Signed out: ${device}.`)
        void queryClient.invalidateQueries(trpc.auth.sessions.pathFilter())
      },
      onError: tellFailure,
    }),
  )
  return (
    <li className={styles.session}>
      <div className="grow">
        <div className={styles.device}>
          <span title={session.userAgent ?? undefined}>{device}</span>
          {session.current && <Chip tone="green">This device</Chip>}
        </div>
        <div className="dim">
          {session.ip ?? 'Address unknown'} · last used <Time at={session.lastSeenAt} show="date" /> · signed in{' '}
          <Time at={session.createdAt} show="date" />
        </div>
      </div>
      {!session.current && (
        <Button
          aria-label={`Sign out ${device}`}
          onClick={() => revoke.mutate({ id: session.id })}
          loading={revoke.isPending}
        >
          Sign out
        </Button>
      )}
    </li>
  )
}
