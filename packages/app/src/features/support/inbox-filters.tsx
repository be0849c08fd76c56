import { useNavigate } from '@tanstack/react-router'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { channelNames, channels, priorities, priorityNames, statuses, statusNames } from './conversation.ts'
import { type InboxSearch, readInboxSearch } from './support-search.ts'

/** The filters of the inbox, which live in the address. */
export function InboxFilters({ search }: { search: InboxSearch }) {
  const navigate = useNavigate({ from: '/support' })
  const set = (key: string, value: string | undefined) =>
    void navigate({ search: before => readInboxSearch({ ...before, [key]: value }) })
  return (
    <FilterBar
      values={{ ...search, show: search.show ?? 'open' }}
      onChange={(key, value) => set(key, key === 'show' && value !== 'all' ? undefined : value)}
      filters={[
        {
          key: 'show',
          label: 'Show',
          kind: 'choice',
          required: true,
          options: [
            { value: 'open', label: 'Open' },
            { value: 'all', label: 'All' },
          ],
        },
        {
          key: 'status',
          label: 'Status',
          kind: 'choice',
          options: statusNames.map(value => ({ value, label: statuses[value].name })),
        },
        {
          key: 'of',
          label: 'Assignee',
          kind: 'choice',
          options: [
            { value: 'me', label: 'Me' },
            { value: 'nobody', label: 'Nobody' },
          ],
        },
        {
          key: 'by',
          label: 'Answered by',
          kind: 'choice',
          options: [
            { value: 'ai', label: 'The assistant' },
            { value: 'staff', label: 'A person' },
          ],
        },
        {
          key: 'priority',
          label: 'Priority',
          kind: 'choice',
          options: priorityNames.map(value => ({ value, label: priorities[value].name })),
        },
        {
          key: 'channel',
          label: 'Channel',
          kind: 'choice',
          options: channelNames.map(value => ({ value, label: channels[value] })),
        },
        { key: 'tag', label: 'Tag', kind: 'text', placeholder: 'A tag, as it is written' },
        { key: 'q', label: 'Search', kind: 'text', placeholder: 'Words, a name, an address, #41' },
      ]}
    />
  )
}
