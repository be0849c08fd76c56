import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { invitationLink } from './invitation-link.ts'
import styles from './people.module.css'
import { roles } from './roles.ts'

type Invitation = Outputs['invitations']['list']['items'][number]

const columnsWith = (mails: Parameters<typeof invitationLink>[0]): Column<Invitation>[] => [
  {
    key: 'email',
    title: 'E-mail',
    fixed: true,
    render: invitation => <span className={styles.name}>{invitation.email}</span>,
  },
  { key: 'role', title: 'As', width: 104, render: invitation => <Chip>{roles[invitation.role].name}</Chip> },
  { key: 'by', title: 'Invited by', render: invitation => invitation.invitedBy?.name ?? '–' },
  {
    key: 'made',
    title: 'Sent',
    width: 96,
    align: 'right',
    render: invitation => <Time at={invitation.createdAt} className="dim" />,
  },
  {
    key: 'until',
    title: 'Works until',
    width: 120,
    align: 'right',
    render: invitation => <Time at={invitation.expiresAt} show="date" />,
  },
  {
    key: 'actions',
    title: 'Actions',
    quiet: true,
    fixed: true,
    width: 120,
    align: 'right',
    render: invitation => <Actions invitation={invitation} link={invitationLink(mails, invitation.email)} />,
  },
]

/** Who was asked to come, and has not yet. */
export function InvitationsTable({ onInvite }: { onInvite: () => void }) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.invitations.list.infiniteQueryOptions({}, byCursor))
  const mails = useLiveQuery(trpc.emails.list.queryOptions({ limit: 200 })).data?.items
  const columns = useMemo(() => columnsWith(mails ?? []), [mails])
  return (
    <DataTable
      name="invitations"
      label="Invitations that can be accepted"
      columns={columns}
      rowKey={invitation => invitation.id}
      {...list}
      fill
      empty={
        <Empty
          title="No open invitations"
          action={
            <Button variant="filled" onClick={onInvite}>
              Invite
            </Button>
          }
        >
          Invite a colleague by e-mail and choose what they may do. Whoever accepts moves to the list of people.
        </Empty>
      }
    />
  )
}

function Actions({ invitation, link }: { invitation: Invitation; link: string | null }) {
  const { trpc, queryClient } = useApi()
  const [asking, setAsking] = useState(false)
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: () => {
        tell(`Invitation of ${invitation.email} revoked.`)
        setAsking(false)
        void queryClient.invalidateQueries(trpc.invitations.list.pathFilter())
      },
      onError: tellFailure,
    }),
  )
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {link && <CopyIcon value={link} what={`link for ${invitation.email}`} />}
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        aria-label={`Revoke the invitation of ${invitation.email}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Revoke the invitation of ${invitation.email}?`}
        action="Revoke invitation"
        danger
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate({ id: invitation.id })}
      >
        The link that was sent stops working at once. You can invite them again.
      </Confirm>
    </Group>
  )
}
