import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { readAll, SaveButton } from '../../ui/table-card.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { WithPanel } from '../../ui/with-panel.tsx'
import { daysOf, toFilters } from '../dashboards/dashboard-search.ts'
import { ImportDialog } from './import-dialog.tsx'
import { type Item, itemColumns } from './item-columns.tsx'
import { ItemFilters } from './item-filters.tsx'
import { ItemPanel } from './item-panel.tsx'
import { hasItemFilter, type ItemSearch, isNarrowed, toItemInput } from './item-search.ts'

const route = getRouteApi('/shell/essays/items')

/** Columns that make room for the panel. */
const givesWay: ReadonlySet<string> = new Set(['turnaround', 'channel', 'rating'])

/** Essay items as another system counts them: what the dashboards are made from. */
export function ItemsPage() {
  const { trpc, client } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/essays/items' })
  const panel = useRef<HTMLElement>(null)
  const canWrite = useMay('write')
  const input = toItemInput(search)
  const list = useLiveRows(trpc.essays.list.infiniteQueryOptions(input, byCursor))
  const total = useLiveQuery(trpc.essays.facets.queryOptions({ filters: toFilters(search) }), { pace: 5_000 }).data
    ?.total
  const set = (changes: ItemSearch) => void navigate({ search: before => ({ ...before, ...changes }) })
  const close = () => void navigate({ search: ({ i: _, ...rest }) => rest })
  useListKeys(search.i, i => set({ i }), panel)
  useHotkeys([['Escape', () => search.i && close()]])
  const columns = itemColumns(item => ({ ...search, i: item.id }))
  return (
    <Page
      title="Items"
      crumb={total !== undefined && !hasItemFilter(search) && plural(total, 'essay')}
      actions={
        canWrite && (
          <Button variant="filled" onClick={() => set({ import: 'yes' })}>
            Import
          </Button>
        )
      }
      bare
    >
      <WithPanel
        label="Essay items"
        filters={
          <>
            <ItemFilters search={search} onChange={next => void navigate({ search: next })} />
            <span className="grow" />
            <SaveButton
              title="Essay items"
              columns={columns}
              read={() => readAll<Item>(cursor => client.essays.list.query({ ...input, limit: 200, cursor }))}
            />
            <ColumnChoice name="essay-items" columns={columns} />
          </>
        }
        list={
          <DataTable
            name="essay-items"
            label="Essay items, in the chosen order"
            columns={search.i ? columns.filter(({ key }) => !givesWay.has(key)) : columns}
            rowKey={item => item.id}
            {...list}
            fill
            onRowClick={item => set({ i: item.id })}
            isChosen={item => item.id === search.i}
            empty={<Nothing search={search} canWrite={canWrite} onImport={() => set({ import: 'yes' })} />}
          />
        }
        panel={search.i ? <ItemPanel id={search.i} search={search} onClose={close} /> : null}
        panelRef={panel}
      />
      <ImportDialog
        opened={canWrite && search.import === 'yes'}
        onClose={() => void navigate({ search: ({ import: _, ...rest }) => rest })}
      />
    </Page>
  )
}

function Nothing({ search, canWrite, onImport }: { search: ItemSearch; canWrite: boolean; onImport: () => void }) {
  if (isNarrowed(search)) {
    return (
      <Empty
        title="No items fit these filters"
        action={
          <Button renderRoot={props => <Link to="/essays/items" search={daysOf(search)} {...props} />}>
            Clear the filters
          </Button>
        }
      >
        The search looks into the ids of items and students, channels and locations. A part of a word is enough.
      </Empty>
    )
  }
  return (
    <Empty
      title="No essay items on these days"
      action={
        <>
          {canWrite && (
            <Button variant="filled" onClick={onImport}>
              Import items
            </Button>
          )}
          {search.p !== 'ytd' && (
            <Button renderRoot={props => <Link to="/essays/items" search={{ p: 'ytd' }} {...props} />}>
              Show this year
            </Button>
          )}
        </>
      }
    >
      They come from a CSV or JSON file, from `pnpm quarterdeck import-essays`, or over the API. The same item twice
      counts once.
    </Empty>
  )
}
