import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { minorDigits, money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import { Chip } from '../../ui/chip.tsx'
import type { CsvColumn } from '../../ui/table-card.tsx'
import { Time } from '../../ui/time.tsx'
import { statuses, turnarounds } from '../dashboards/dashboard-search.ts'
import { figureText } from '../dashboards/figures.ts'
import { hoursLate, severityTone } from '../dashboards/late.ts'
import styles from './essays.module.css'
import type { ItemSearch } from './item-search.ts'
import { StatusChip } from './marks.tsx'

export type Item = Outputs['essays']['list']['items'][number]

const dash = <span className="faint">–</span>

/** How much time is left, or by how much it is late. */
export function TimeLeft({ item }: { item: Item }) {
  if (item.timeRemainingHours === null) return dash
  if (item.isLate) return <Chip tone={severityTone(item)}>Late {hoursLate(item)}</Chip>
  return figureText('hours', item.timeRemainingHours)
}

/** The columns of every table of items; `behind` is where an item's own link leads. */
export function itemColumns(behind: (item: Item) => ItemSearch): readonly CsvColumn<Item>[] {
  return [
    {
      key: 'item',
      title: 'Item',
      fixed: true,
      render: item => (
        <Link
          to="/essays/items"
          search={behind(item)}
          className={styles.name}
          data-row={item.id}
          onClick={event => event.stopPropagation()}
        >
          {item.itemId}
        </Link>
      ),
      csv: item => item.itemId,
    },
    {
      key: 'student',
      title: 'Student',
      render: item => item.studentId ?? dash,
      csv: item => item.studentId,
    },
    {
      key: 'status',
      title: 'Status',
      width: 104,
      render: item => <StatusChip status={item.status} />,
      csv: item => statuses[item.status],
    },
    {
      key: 'turnaround',
      title: 'Turnaround',
      width: 96,
      render: item => turnarounds[item.turnaround],
      csv: item => turnarounds[item.turnaround],
    },
    {
      key: 'draft',
      title: 'Draft',
      width: 64,
      align: 'right',
      render: item => item.draftBucket,
      csv: item => item.draftBucket,
    },
    {
      key: 'time',
      title: 'Time left',
      width: 104,
      align: 'right',
      render: item => <TimeLeft item={item} />,
      csv: item => item.timeRemainingHours,
    },
    {
      key: 'rating',
      title: 'Rating',
      width: 72,
      align: 'right',
      render: item => item.rating?.toFixed(2) ?? dash,
      csv: item => item.rating,
    },
    {
      key: 'satisfaction',
      title: 'Satisfaction',
      width: 96,
      optional: true,
      render: item => item.satisfaction?.replace('-', '−') ?? dash,
      csv: item => item.satisfaction,
    },
    {
      key: 'words',
      title: 'Words',
      width: 72,
      align: 'right',
      optional: true,
      render: item => count(item.wordCount),
      csv: item => item.wordCount,
    },
    { key: 'channel', title: 'Channel', render: item => item.channel ?? dash, csv: item => item.channel },
    {
      key: 'location',
      title: 'Location',
      optional: true,
      render: item => item.location ?? dash,
      csv: item => item.location,
    },
    {
      key: 'revenue',
      title: 'Revenue',
      width: 96,
      align: 'right',
      render: item => money(item.revenue, item.currency),
      csv: item => item.revenue / 10 ** minorDigits(item.currency),
    },
    {
      key: 'submitted',
      title: 'Submitted',
      width: 96,
      align: 'right',
      render: item => <Time at={item.submittedAt} />,
      csv: item => item.submittedAt,
    },
  ]
}
