import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { DayPicker } from '../dashboards/day-picker.tsx'
import { useEssayFilters } from '../dashboards/essay-filters.tsx'
import { type ItemSearch, readItemSearch, satisfactions, sortNames, sorts } from './item-search.ts'

export interface ItemFiltersProps {
  search: ItemSearch
  /** With what the address is to hold. */
  onChange: (search: ItemSearch) => void
}

/** Days, the filters of the dashboards, those of items, and the order. */
export function ItemFilters({ search, onChange }: ItemFiltersProps) {
  const set = (changes: Record<string, string | undefined>) => onChange(readItemSearch({ ...search, ...changes }))
  const essayFilters = useEssayFilters(search)
  return (
    <>
      <DayPicker search={search} onChange={days => set({ p: undefined, from: undefined, to: undefined, ...days })} />
      <FilterBar
        values={{ ...search, sort: search.sort ?? 'submittedAt' }}
        onChange={(key, value) => set({ [key]: value })}
        filters={[
          { key: 'q', label: 'Search', kind: 'text', placeholder: 'Part of an id, a channel or a location' },
          ...essayFilters,
          {
            key: 'time',
            label: 'Time',
            kind: 'choice',
            options: [
              { value: 'late', label: 'Late' },
              { value: 'on', label: 'On time' },
            ],
          },
          {
            key: 'satisfaction',
            label: 'Satisfaction',
            kind: 'choice',
            options: [
              ...satisfactions.map(value => ({ value, label: value.replace('-', '−') })),
              { value: 'none', label: 'Not said' },
            ],
          },
          ...(search.student ? [chosenOnly('student', 'Student', search.student)] : []),
          ...(search.location ? [chosenOnly('location', 'Location', search.location)] : []),
          {
            key: 'sort',
            label: 'Order by',
            kind: 'choice',
            required: true,
            options: sortNames.map(value => ({ value, label: `By ${sorts[value].toLowerCase()}` })),
          },
        ]}
      />
      <Tooltip label={search.order === 'asc' ? 'Smallest or oldest first' : 'Largest or newest first'}>
        <ActionIcon
          aria-label={search.order === 'asc' ? 'Turn the order: largest first' : 'Turn the order: smallest first'}
          onClick={() => set({ order: search.order === 'asc' ? undefined : 'asc' })}
        >
          {search.order === 'asc' ? <IconArrowUp size={16} /> : <IconArrowDown size={16} />}
        </ActionIcon>
      </Tooltip>
    </>
  )
}

/** A filter that only a link sets: here it can be taken off. */
const chosenOnly = (key: string, label: string, value: string) => ({
  key,
  label,
  kind: 'choice' as const,
  options: [{ value, label: value }],
})
