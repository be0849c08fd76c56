import { ActionIcon, Button, Menu, Modal, Select, Stack, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { ErasureExplained } from './erasure-explained.tsx'
import { personName } from './person-name.ts'
import { roles, rolesUpTo } from './roles.ts'
import { useExportPerson } from './use-export-person.ts'

export type Person = Outputs['people']['get']

type Asking = 'name' | 'remove' | 'erase'

/** What an admin can do about somebody. */
export function PersonActions({ person }: { person: Person }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const exported = useExportPerson()
  const name = personName(person)
  const close = () => setAsking(null)
  // Nobody changes who stands above them.
  const mayChange = rolesUpTo(useShell().workspace?.role).includes(person.role)
  return (
    <>
      <Button onClick={() => exported.mutate(person)} loading={exported.isPending}>
        Export
      </Button>
      {mayChange && (
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`More for ${name}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsking('name')}>Change name</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => setAsking('remove')}>
              Remove from the workspace
            </Menu.Item>
            <Menu.Item color="red" onClick={() => setAsking('erase')}>
              Erase
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal opened={asking === 'name'} onClose={close} title={`Change the name of ${name}`}>
        <NameChange person={person} onDone={close} />
      </Modal>
      <RemoveDialog person={person} opened={asking === 'remove'} onClose={close} />
      <EraseDialog person={person} opened={asking === 'erase'} onClose={close} />
    </>
  )
}

/** Says what was done, and goes back to the list. */
function useLeave() {
  const { trpc, queryClient } = useApi()
  const navigate = useNavigate()
  return (message: string) => {
    tell(message)
    void queryClient.invalidateQueries(trpc.people.list.pathFilter())
    void navigate({ to: '/people' })
  }
}

interface DialogProps {
  person: Person
  opened: boolean
  onClose: () => void
}

function RemoveDialog({ person, opened, onClose }: DialogProps) {
  const { trpc } = useApi()
  const leave = useLeave()
  const name = personName(person)
  const remove = useMutation(
    trpc.people.remove.mutationOptions({
      onSuccess: () => leave(`${name} is no longer in this workspace.`),
      onError: tellFailure,
    }),
  )
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Remove ${name} from the workspace?`}
      action="Remove"
      danger
      pending={remove.isPending}
      onConfirm={() => remove.mutate({ id: person.id })}
    >
      They can no longer see anything of this workspace. Their account, and what they did here, stay; an invitation
      brings them back.
    </Confirm>
  )
}

function EraseDialog({ person, opened, onClose }: DialogProps) {
  const { trpc } = useApi()
  const leave = useLeave()
  const name = personName(person)
  const erase = useMutation(
    trpc.people.erase.mutationOptions({ onSuccess: () => leave('Erased.'), onError: tellFailure }),
  )
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Erase ${name} for good?`}
      action="Erase for good"
      typed={person.email ?? name}
      danger
      pending={erase.isPending}
      onConfirm={() => erase.mutate({ id: person.id })}
    >
      <ErasureExplained whose="their" />
    </Confirm>
  )
}

function NameChange({ person, onDone }: { person: Person; onDone: () => void }) {
  const { trpc } = useApi()
  const [name, setName] = useState(person.name ?? '')
  const update = useMutation(
    trpc.people.update.mutationOptions({
      onSuccess: () => {
        tell('Name saved.')
        onDone()
      },
      onError: tellFailure,
    }),
  )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        update.mutate({ id: person.id, name: name.trim() || null })
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          maxLength={200}
        />
        <Button type="submit" variant="filled" loading={update.isPending} ml="auto">
          Save name
        </Button>
      </Stack>
    </form>
  )
}

/** Their role, which admins change in place; nobody gives one above their own. */
export function RoleChoice({ person }: { person: Person }) {
  const { trpc } = useApi()
  const { workspace } = useShell()
  const choices = rolesUpTo(workspace?.role)
  const update = useMutation(
    trpc.people.update.mutationOptions({
      onSuccess: ({ role }) => tell(`${personName(person)} is now ${roles[role].name.toLowerCase()}.`),
      onError: tellFailure,
    }),
  )
  if (!choices.includes(person.role)) return roles[person.role].name
  return (
    <Select
      aria-label="Role"
      value={person.role}
      disabled={update.isPending}
      allowDeselect={false}
      onChange={value => {
        const role = choices.find(each => each === value)
        if (role && role !== person.role) update.mutate({ id: person.id, role })
      }}
      data={choices.map(value => ({ value, label: roles[value].name }))}
    />
  )
}
