import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { NoMatch } from '../../ui/no-match.tsx'
import { Time } from '../../ui/time.tsx'
import { compact } from '../../url/params.ts'
import styles from './knowledge.module.css'
import {
  type KnowledgeDocument,
  type KnowledgeSearch,
  readKnowledgeSearch,
  statuses,
  statusNames,
  typeOptions,
  types,
} from './knowledge-search.ts'

const columns: readonly Column<KnowledgeDocument>[] = [
  {
    key: 'title',
    title: 'Document',
    fixed: true,
    render: document => (
      <>
        <Link
          to="/knowledge/$documentId"
          params={{ documentId: document.id }}
          className={styles.name}
          onClick={event => event.stopPropagation()}
        >
          {document.title}
        </Link>{' '}
        {document.origin === 'sample' && <Chip>Sample</Chip>}
      </>
    ),
  },
  { key: 'type', title: 'Type', width: 120, render: document => types[document.type] },
  {
    key: 'active',
    title: 'Used',
    width: 80,
    render: document => (document.active ? 'Yes' : <Chip tone="amber">Not used</Chip>),
  },
  { key: 'chunks', title: 'Passages', width: 88, align: 'right', render: document => document.chunks },
  { key: 'version', title: 'Version', width: 80, align: 'right', render: document => document.version },
  {
    key: 'status',
    title: 'Status',
    width: 104,
    render: document => <Chip tone={statuses[document.status].tone}>{statuses[document.status].name}</Chip>,
  },
  {
    key: 'updated',
    title: 'Changed',
    width: 96,
    align: 'right',
    render: document => <Time at={document.updatedAt} className="dim" />,
  },
]

export function DocumentFilters({ search }: { search: KnowledgeSearch }) {
  const navigate = useNavigate({ from: '/knowledge' })
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readKnowledgeSearch({ ...before, [key]: value }) })}
      filters={[
        choice('type', 'Type', typeOptions),
        choice('active', 'Used', [
          { value: 'yes', label: 'Used for answers' },
          { value: 'no', label: 'Not used' },
        ]),
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        sought('Part of a title, source or category'),
      ]}
    />
  )
}

export function DocumentsTable({ search, onAdd }: { search: KnowledgeSearch; onAdd: (() => void) | null }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const { type, status, active, q } = search
  const input = compact({ type, status, search: q, active: active && active === 'yes' })
  const list = useLiveRows(trpc.knowledge.list.infiniteQueryOptions(input, byCursor))
  return (
    <DataTable
      name="documents"
      label="Documents, newest first"
      columns={columns}
      rowKey={document => document.id}
      {...list}
      fill
      onRowClick={({ id }) => void navigate({ to: '/knowledge/$documentId', params: { documentId: id } })}
      empty={
        Object.keys(input).length > 0 ? (
          <NoMatch what="document" to="/knowledge" />
        ) : (
          <Empty title="No documents yet" action={onAdd && <Button onClick={onAdd}>Add a document</Button>}>
            Answers to customers quote what stands here: paste a text, upload a file, or import many with{' '}
            <code>pnpm quarterdeck import-knowledge FILE.jsonl</code>.
          </Empty>
        )
      }
    />
  )
}
