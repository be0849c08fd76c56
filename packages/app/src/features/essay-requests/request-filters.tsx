import { useNavigate } from '@tanstack/react-router'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { assignee, choice, optionsOf, shown, sought } from '../../ui/filters.ts'
import { statuses, statusNames, turnaroundNames, turnarounds } from './essay.ts'
import { type RequestSearch, readRequestSearch } from './request-search.ts'

/** The filters of the requests page, which live in the address. */
export function RequestFilters({ search }: { search: RequestSearch }) {
  const navigate = useNavigate({ from: '/essay-requests' })
  const plain = { show: 'open', sort: 'newest' }
  return (
    <FilterBar
      values={{ ...plain, ...search }}
      onChange={(key, value) =>
        void navigate({
          search: before =>
            readRequestSearch({
              ...before,
              [key]: key in plain && value === Reflect.get(plain, key) ? undefined : value,
            }),
        })
      }
      filters={[
        shown([
          { value: 'open', label: 'Current' },
          { value: 'done', label: 'Previous' },
          { value: 'all', label: 'All' },
        ]),
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        choice('turnaround', 'Turnaround', optionsOf(turnaroundNames, turnarounds)),
        assignee,
        choice('late', 'Due', [{ value: '1', label: 'Overdue' }]),
        {
          ...{ key: 'sort', label: 'Order', kind: 'choice', required: true },
          options: [
            { value: 'newest', label: 'Newest first' },
            { value: 'oldest', label: 'Oldest first' },
            { value: 'due', label: 'Due first' },
          ],
        },
        sought('A name, an address, the prompt, #41'),
      ]}
    />
  )
}
