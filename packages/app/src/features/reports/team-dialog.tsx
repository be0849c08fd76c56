import { Button, Group, Modal, MultiSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { memberName, type Team } from './report.ts'
import styles from './reports.module.css'

/** Adds a team, or changes one. */
export function TeamDialog({ editing, onClose }: { editing: Team | 'new' | null; onClose: () => void }) {
  const team = editing === 'new' ? null : editing
  return (
    <Modal opened={editing !== null} onClose={onClose} title={team ? `Change ${team.name}` : 'Add a team'}>
      {editing && <Form key={team?.id ?? 'new'} team={team} onClose={onClose} />}
    </Modal>
  )
}

function Form({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { trpc } = useApi()
  const [name, setName] = useState(team?.name ?? '')
  const [members, setMembers] = useState(
    () => new Map((team?.members ?? []).map(member => [member.actorId, memberName(member)])),
  )
  const create = useMutation(trpc.teams.create.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.teams.update.mutationOptions({ onSuccess: onClose }))
  const error = create.error ?? update.error
  const failure = error && readFailure(error)
  const save = () => {
    const input = { name: name.trim(), actorIds: [...members.keys()] }
    if (team) update.mutate({ id: team.id, ...input })
    else create.mutate(input)
  }
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        required
        maxLength={100}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
        error={failure?.fields.name}
      />
      <Members chosen={members} onChange={setMembers} />
      {failure && !failure.fields.name && <p role="alert">{failure.message}</p>}
      <Group justify="flex-end" gap="xs">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!name.trim()} loading={create.isPending || update.isPending}>
          {team ? 'Save the team' : 'Add the team'}
        </Button>
      </Group>
    </form>
  )
}

interface MembersProps {
  /** Names by actor. */
  chosen: ReadonlyMap<string, string>
  onChange: (chosen: Map<string, string>) => void
}

/** People of the repositories, found by any part of their names. */
function Members({ chosen, onChange }: MembersProps) {
  const { trpc } = useApi()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim().slice(0, 200), 200)
  const found = useQuery({
    ...trpc.actors.list.queryOptions({ sort: 'active', limit: 20, ...(asked && { search: asked }) }),
    placeholderData: keepPreviousData,
  })
  const names = new Map(chosen)
  for (const actor of found.data?.items ?? []) names.set(actor.id, memberName(actor))
  return (
    <MultiSelect
      label="Members"
      placeholder={chosen.size === 0 ? 'Search by login, name or e-mail' : ''}
      searchable
      data={[...names].map(([value, label]) => ({ value, label }))}
      // The server has chosen already, by more than what is shown.
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching || search.trim() !== asked ? 'Searching' : 'Nobody fits'}
      value={[...chosen.keys()]}
      onChange={ids => onChange(new Map(ids.map(id => [id, names.get(id) ?? id])))}
      searchValue={search}
      onSearchChange={setSearch}
      error={found.isError ? 'The people could not be read' : undefined}
    />
  )
}
