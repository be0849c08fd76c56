import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Rows } from '../../ui/async.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { invitationLink } from './invitation-link.ts'
import { type Role, roles, rolesUpTo } from './roles.ts'

/** Asks somebody in by e-mail. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite somebody">
      <Form onDone={onClose} />
    </Modal>
  )
}

function Form({ onDone }: { onDone: () => void }) {
  const { trpc, queryClient } = useApi()
  const { workspace } = useShell()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const create = useMutation(
    trpc.invitations.create.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.invitations.list.pathFilter())
        await queryClient.invalidateQueries(trpc.emails.list.pathFilter())
      },
    }),
  )
  if (create.data) return <Invited invitation={create.data} onDone={onDone} />
  const failure = create.error ? readFailure(create.error) : null
  const choices = rolesUpTo(workspace?.role)
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        create.mutate({ email: email.trim(), role })
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="E-mail"
          type="email"
          autoComplete="off"
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
          error={failure?.fields.email ? 'Enter an e-mail address, such as ana@example.com.' : failure?.message}
        />
        <Select
          label="Role"
          description={`May ${roles[role].may}`}
          value={role}
          onChange={value => setRole(before => choices.find(each => each === value) ?? before)}
          data={choices.map(value => ({ value, label: roles[value].name }))}
          allowDeselect={false}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" loading={create.isPending} disabled={!email.trim()}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Invited({ invitation, onDone }: { invitation: Outputs['invitations']['create']; onDone: () => void }) {
  const { trpc } = useApi()
  const mails = useLiveQuery(trpc.emails.list.queryOptions({ search: invitation.email }), { keepPrevious: false })
  const link = mails.data && invitationLink(mails.data.items, invitation.email)
  return (
    <Stack gap="md">
      {!mails.data && !mails.error && <Rows count={2} />}
      {link && (
        <>
          <p>
            No mail server is set here, so nothing reaches {invitation.email} by itself. Send them this link; it works
            once, for seven days.
          </p>
          <CopyField value={link} what="link" />
        </>
      )}
      {!link && (mails.data || mails.error) && (
        <p>
          An e-mail with a link is on its way to <strong>{invitation.email}</strong>. The link works once, for seven
          days. Outgoing e-mail says whether it was delivered to the mail server.
        </p>
      )}
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  )
}
