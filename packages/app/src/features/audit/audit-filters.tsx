import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { PeriodPicker } from '../../ui/period-picker.tsx'
import { type AuditSearch, readAuditSearch } from './audit-search.ts'
import { type AuditRow, actionInWords, choices, domainOf } from './audit-words.ts'

const kinds: ReadonlyArray<readonly [value: string, label: string]> = [
  ['person', 'Any person'],
  ['key', 'Any API key'],
  ['system', 'The product itself'],
]

/** What can be chosen: all that this page has seen since it was opened, so that a filter does not take its own choices away. */
function useSeen(rows: readonly AuditRow[]) {
  const seen = useRef({ actors: new Map<string, string>(), actions: new Set<string>(), entities: new Set<string>() })
  return useMemo(() => {
    const { actors, actions, entities } = seen.current
    for (const { actor, action, entity } of rows) {
      if (actor.id) actors.set(actor.id, actor.name)
      actions.add(action)
      entities.add(entity)
    }
    return { actors: [...actors], actions: [...actions], entities: [...entities] }
  }, [rows])
}

export function AuditFilters({ search, rows }: { search: AuditSearch; rows: readonly AuditRow[] }) {
  const navigate = useNavigate({ from: '/audit' })
  const { actors, actions, entities } = useSeen(rows)
  const change = (key: string, value: string | undefined) =>
    void navigate({ search: ({ i: _, ...before }) => readAuditSearch({ ...before, [key]: value }) })
  return (
    <>
      <PeriodPicker
        value={search.p ?? 'all'}
        onChange={value => change('p', value === 'all' ? undefined : value)}
        extra={{ value: 'all', label: 'All time' }}
      />
      <FilterBar
        values={search}
        onChange={change}
        filters={[
          {
            key: 'actor',
            label: 'Who',
            kind: 'choice',
            options: [
              ...kinds.map(([value, label]) => ({ value, label })),
              ...actors.toSorted(([, a], [, b]) => a.localeCompare(b)).map(([value, label]) => ({ value, label })),
            ],
          },
          {
            key: 'action',
            label: 'What',
            kind: 'choice',
            options: choices([...actions.map(domainOf), ...actions], search.action).map(value => ({
              value,
              label: value.endsWith('.') ? `${actionInWords(value)}: anything` : actionInWords(value),
            })),
          },
          {
            key: 'entity',
            label: 'Kind of thing',
            kind: 'choice',
            options: choices(entities, search.entity).map(value => ({ value, label: value.replaceAll('_', ' ') })),
          },
          ...(search.id ? [{ key: 'id', label: 'Thing', kind: 'text' as const }] : []),
          { key: 'q', label: 'Search', kind: 'text', placeholder: 'Part of a name, id, address or request id' },
        ]}
      />
    </>
  )
}
