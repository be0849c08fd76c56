import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { personName } from './person-name.ts'
import type { Role } from './roles.ts'

/** What of a person a choice needs. */
export type Chosen = Pick<Outputs['people']['list']['items'][number], 'id' | 'name' | 'email'>

export interface PersonChoiceProps {
  label: string
  description: string
  /** Only people of this role. */
  ofRole?: Role
  /** Only people who work here. */
  staff?: boolean
  /** On the button that takes the choice back. */
  nobody: string
  nothingFits: string
  value: Chosen | null
  onChange: (person: Chosen | null) => void
  error?: string | undefined
}

function labelOf(person: Chosen): string {
  const name = personName(person)
  return person.email && person.email !== name ? `${name}, ${person.email}` : name
}

/** One person of the workspace, found by name or e-mail, or nobody. */
export function PersonChoice(props: PersonChoiceProps) {
  const { label, description, ofRole, staff, nobody, nothingFits, value, onChange, error } = props
  const { trpc } = useApi()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim().slice(0, 200), 200)
  // The field holds the name of whoever was chosen: that is no search.
  const isSearch = asked !== '' && !(value && asked === labelOf(value))
  const found = useQuery({
    ...trpc.people.list.queryOptions({
      limit: 20,
      ...(ofRole && { role: ofRole }),
      ...(staff && { staff }),
      ...(isSearch && { search: asked }),
    }),
    placeholderData: keepPreviousData,
  })
  const items: readonly Chosen[] = found.data?.items ?? []
  const people = value && !items.some(({ id }) => id === value.id) ? [value, ...items] : items
  return (
    <Select
      label={label}
      description={description}
      placeholder="Search by name or e-mail"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': nobody }}
      data={people.map(person => ({ value: person.id, label: labelOf(person) }))}
      // The server has chosen already, by more than what is shown.
      filter={({ options }) => options}
      nothingFoundMessage={found.isPending || search.trim() !== asked ? 'Searching' : nothingFits}
      value={value?.id ?? null}
      onChange={id => onChange(people.find(person => person.id === id) ?? null)}
      searchValue={search}
      onSearchChange={setSearch}
      error={error ?? (found.isError ? 'The people could not be read' : undefined)}
    />
  )
}
