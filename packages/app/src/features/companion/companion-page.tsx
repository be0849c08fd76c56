import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { Time } from '../../ui/time.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { compact } from '../../url/params.ts'
import styles from './companion.module.css'
import type { Thread } from './companion.ts'
import { readCompanionSearch } from './companion-search.ts'
import { ThreadDetail } from './thread-detail.tsx'

const route = getRouteApi('/shell/companion')

/** Questions about the workspace's data: one's threads, and the one that is chosen. */
export function CompanionPage() {
  const search = route.useSearch()
  const { i } = search
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/companion' })
  const canWrite = useMay('write')
  const detail = useRef<HTMLElement>(null)
  const list = useLiveRows(trpc.companion.threads.infiniteQueryOptions(compact({ search: search.q }), byCursor))
  const create = useMutation(
    trpc.companion.createThread.mutationOptions({
      onError: tellFailure,
      onSuccess: ({ id }) => void navigate({ search: before => readCompanionSearch({ ...before, i: id }) }),
    }),
  )
  const begin = () => canWrite && create.mutate({})
  useListKeys(i, id => void navigate({ search: before => ({ ...before, i: id }), replace: true }), detail)
  useHotkeys([['n', begin]])
  return (
    <Page
      title="Companion"
      actions={
        canWrite && (
          <Button variant="filled" leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={begin}>
            New thread
          </Button>
        )
      }
      bare
    >
      <Split
        listLabel="Threads"
        chosen={i !== undefined}
        onBack={() => void navigate({ search: ({ i: _, ...rest }) => rest })}
        detailRef={detail}
        filters={
          <FilterBar
            filters={[{ key: 'q', label: 'Search', kind: 'text', placeholder: 'Words of a question or answer' }]}
            values={search}
            onChange={(key, value) =>
              void navigate({ search: before => readCompanionSearch({ ...before, [key]: value }) })
            }
          />
        }
        list={
          <ListPane list={list} empty={<NoThreads filtered={search.q !== undefined} />}>
            {rows => rows.map(thread => <ThreadRow key={thread.id} thread={thread} chosen={thread.id === i} />)}
          </ListPane>
        }
        detail={
          i ? (
            <ThreadDetail key={i} threadId={i} thread={list.rows?.find(({ id }) => id === i)} search={search} />
          ) : (
            <Empty title="Ask about your data" action={canWrite && <Button onClick={begin}>Begin a thread</Button>}>
              <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the threads,{' '}
              <kbd className="key">N</kbd> begins one.
            </Empty>
          )
        }
      />
    </Page>
  )
}

function ThreadRow({
  thread: { id, title, messages, writing, lastMessageAt },
  chosen,
}: {
  thread: Thread
  chosen: boolean
}) {
  return (
    <Link
      to="/companion"
      search={before => ({ ...readCompanionSearch(before), i: id })}
      activeOptions={{ includeSearch: true }}
      className={styles.row}
      data-chosen={chosen}
      data-row={id}
    >
      <span className="cut">{title}</span>
      <Time at={lastMessageAt} className="dim" />
      <span className="dim">{writing ? 'Answering…' : plural(messages, 'message')}</span>
    </Link>
  )
}

const NoThreads = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No thread has these words" />
  ) : (
    <Empty title="No threads yet">What you ask stays here, for you alone.</Empty>
  )
