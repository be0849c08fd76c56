import { useNavigate } from '@tanstack/react-router'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { assignee, choice, optionsOf, shown, sought } from '../../ui/filters.ts'
import { channelNames, channels, priorities, priorityNames, statuses, statusNames } from './conversation.ts'
import { type InboxSearch, readInboxSearch } from './support-search.ts'
import { useTags } from './use-tags.ts'

/** The filters of the inbox, which live in the address. */
export function InboxFilters({ search }: { search: InboxSearch }) {
  const navigate = useNavigate({ from: '/support' })
  const set = (key: string, value: string | undefined) =>
    void navigate({ search: before => readInboxSearch({ ...before, [key]: value }) })
  const tags = useTags().map(({ tag, conversations }) => ({ value: tag, label: tag, note: String(conversations) }))
  return (
    <FilterBar
      values={{ ...search, show: search.show ?? 'open' }}
      onChange={(key, value) => set(key, key === 'show' && value === 'open' ? undefined : value)}
      filters={[
        shown([
          { value: 'open', label: 'Open' },
          { value: 'unread', label: 'Unread' },
          { value: 'all', label: 'All' },
        ]),
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        assignee,
        choice('by', 'Answered by', [
          { value: 'ai', label: 'The assistant' },
          { value: 'staff', label: 'A person' },
        ]),
        choice('priority', 'Priority', optionsOf(priorityNames, priorities)),
        choice('channel', 'Channel', optionsOf(channelNames, channels)),
        choice('tag', 'Tag', tags),
        sought('Words, a name, an address, #41'),
      ]}
    />
  )
}
