import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Failed, Rows } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel } from '../../ui/with-panel.tsx'
import { turnarounds } from '../dashboards/dashboard-search.ts'
import { TimeLeft } from './item-columns.tsx'
import { type ItemSearch, unknown } from './item-search.ts'
import { StatusChip } from './marks.tsx'

export interface ItemPanelProps {
  id: string
  search: ItemSearch
  onClose: () => void
}

/** One item in full, with the ways to what it has in common with others. */
export function ItemPanel({ id, search, onClose }: ItemPanelProps) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.essays.get.queryOptions({ id }), { keepPrevious: false })
  const item = query.data
  if (!item) {
    return (
      <Panel title={query.error ? 'Item' : 'One moment'} onClose={onClose}>
        {query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} compact /> : <Rows />}
      </Panel>
    )
  }
  const others = (changes: ItemSearch, text: string) => (
    <Link to="/essays/items" search={{ ...search, ...changes }} className="link">
      {text}
    </Link>
  )
  const dash = <span className="faint">–</span>
  return (
    <Panel
      title={item.itemId}
      note={
        <>
          <StatusChip status={item.status} /> {item.origin === 'sample' && <Chip>Sample</Chip>}
        </>
      }
      onClose={onClose}
    >
      <FactGrid
        columns="two"
        facts={[
          {
            label: 'Student',
            value: others({ student: item.studentId ?? unknown }, item.studentId ?? 'Not known; show all such'),
          },
          { label: 'Revenue', value: money(item.revenue, item.currency) },
          { label: 'Turnaround', value: others({ turnaround: item.turnaround }, turnarounds[item.turnaround]) },
          { label: 'Time left', value: <TimeLeft item={item} /> },
          { label: 'Submitted', value: <Time at={item.submittedAt} show="date" /> },
          { label: 'Draft', value: item.draftBucket },
          { label: 'Words', value: count(item.wordCount) },
          { label: 'Rating, of 9', value: item.rating?.toFixed(2) ?? dash },
          { label: 'Satisfaction', value: item.satisfaction?.replace('-', '−') ?? dash },
          { label: 'Channel', value: others({ channel: item.channel ?? unknown }, item.channel ?? unknown) },
          { label: 'Location', value: others({ location: item.location ?? unknown }, item.location ?? unknown) },
          {
            label: 'Sends drafts',
            value: item.isMultiDraft === null ? dash : item.isMultiDraft ? 'Several' : 'One',
          },
          { label: 'Last changed', value: <Time at={item.updatedAt} /> },
        ]}
      />
    </Panel>
  )
}
