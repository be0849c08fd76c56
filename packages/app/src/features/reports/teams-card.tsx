import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { memberName, type Team } from './report.ts'
import styles from './reports.module.css'
import { TeamDialog } from './team-dialog.tsx'

/** People whose work is reported together. */
export function TeamsCard() {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const [editing, setEditing] = useState<Team | 'new' | null>(null)
  const [removing, setRemoving] = useState<Team | null>(null)
  const teams = useLiveQuery(trpc.teams.list.queryOptions())
  const remove = useMutation(
    trpc.teams.remove.mutationOptions({
      onSuccess: () => {
        setRemoving(null)
        tell('The team was removed.')
      },
      onError: tellFailure,
    }),
  )
  const add = mayWrite && (
    <Button size="compact-sm" onClick={() => setEditing('new')}>
      Add a team
    </Button>
  )
  return (
    <Card title="Teams" actions={add} flush>
      <Async
        query={teams}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Empty title="No team yet" compact>
            A team is a few people of your repositories whose work one report tells of together.
          </Empty>
        }
      >
        {({ items }) => (
          <ul className={styles.teams}>
            {items.map(team => (
              <li key={team.id} className={styles.team}>
                <span className="grow cut">
                  <span className={styles.name}>{team.name}</span>{' '}
                  <span className="dim" title={team.members.map(memberName).join(', ')}>
                    {team.members.length === 0
                      ? 'nobody yet'
                      : team.members.length > 3
                        ? plural(team.members.length, 'person', 'people')
                        : team.members.map(memberName).join(', ')}
                  </span>
                </span>
                <May right="write">
                  <Button size="compact-sm" aria-label={`Change ${team.name}`} onClick={() => setEditing(team)}>
                    Change
                  </Button>
                  <Button size="compact-sm" aria-label={`Remove ${team.name}`} onClick={() => setRemoving(team)}>
                    Remove
                  </Button>
                </May>
              </li>
            ))}
          </ul>
        )}
      </Async>
      <TeamDialog editing={editing} onClose={() => setEditing(null)} />
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={`Remove ${removing?.name ?? 'the team'}?`}
        action="Remove the team"
        onConfirm={() => removing && remove.mutate({ id: removing.id })}
        pending={remove.isPending}
        danger
      >
        Its reports go with it. What its people did stays, and so do the reports about them.
      </Confirm>
    </Card>
  )
}
