import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { personName } from '../people/person-name.ts'

export type Customer = Outputs['people']['list']['items'][number]

interface OwnerChoiceProps {
  value: Customer | null
  onChange: (customer: Customer | null) => void
  error?: string | undefined
}

function labelOf(customer: Customer): string {
  const name = personName(customer)
  return customer.email && customer.email !== name ? `${name}, ${customer.email}` : name
}

/** Whose request it is to be: a customer of the workspace, found by name or e-mail, or nobody. */
export function OwnerChoice({ value, onChange, error }: OwnerChoiceProps) {
  const { trpc } = useApi()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim().slice(0, 200), 200)
  // The field holds the name of whoever was chosen: that is no search.
  const isSearch = asked !== '' && !(value && asked === labelOf(value))
  const found = useQuery({
    ...trpc.people.list.queryOptions({ role: 'member', limit: 20, ...(isSearch && { search: asked }) }),
    placeholderData: keepPreviousData,
  })
  const items = found.data?.items ?? []
  const customers = value && !items.some(({ id }) => id === value.id) ? [value, ...items] : items
  return (
    <Select
      label="Customer (optional)"
      description="Whose account follows the request and reads the result; without one, the e-mailed link does"
      placeholder="Search by name or e-mail"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No customer' }}
      data={customers.map(customer => ({ value: customer.id, label: labelOf(customer) }))}
      // The server has chosen already, by more than what is shown.
      filter={({ options }) => options}
      nothingFoundMessage={found.isPending || search.trim() !== asked ? 'Searching' : 'No customer fits'}
      value={value?.id ?? null}
      onChange={id => onChange(customers.find(customer => customer.id === id) ?? null)}
      searchValue={search}
      onSearchChange={setSearch}
      error={error ?? (found.isError ? 'The customers could not be read' : undefined)}
    />
  )
}
