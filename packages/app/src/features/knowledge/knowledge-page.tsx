import { Button, SegmentedControl } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Page } from '../../ui/page.tsx'
import { WithPanel } from '../../ui/with-panel.tsx'
import { AddDialog, type OpenQuestion } from './add-dialog.tsx'
import { DocumentFilters, DocumentsTable } from './documents-table.tsx'
import { readKnowledgeSearch, tabs } from './knowledge-search.ts'
import { TryQuestion } from './try-question.tsx'
import { UnansweredTable } from './unanswered-table.tsx'

const route = getRouteApi('/shell/knowledge')

/** What answers are taken from: documents, a question to try, and questions that nothing answers yet. */
export function KnowledgePage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/knowledge' })
  const { trpc } = useApi()
  const [adding, setAdding] = useState<OpenQuestion | 'anything' | null>(null)
  const stats = useLiveQuery(trpc.knowledge.stats.queryOptions())
  const tab = search.tab ?? 'documents'
  const mayWrite = useMay('write')
  const add = mayWrite ? () => setAdding('anything') : null
  const names = {
    documents: 'Documents',
    try: 'Try a question',
    unanswered: stats.data?.unanswered ? `Unanswered (${stats.data.unanswered})` : 'Unanswered',
  }
  const crumb =
    stats.data &&
    `${plural(stats.data.chunks, 'passage')}, searched by ${stats.data.model ? 'words and meaning' : 'words'}`
  return (
    <Page
      title="Knowledge"
      crumb={crumb}
      actions={
        add && (
          <Button variant="filled" onClick={add}>
            Add a document
          </Button>
        )
      }
      bare
    >
      <WithPanel
        label={names[tab]}
        filters={
          <>
            <SegmentedControl
              aria-label="View"
              value={tab}
              onChange={value => void navigate({ search: readKnowledgeSearch({ tab: value }) })}
              data={tabs.map(value => ({ value, label: names[value] }))}
            />
            {tab === 'documents' && <DocumentFilters search={search} />}
          </>
        }
        list={
          tab === 'try' ? (
            <TryQuestion search={search} />
          ) : tab === 'unanswered' ? (
            <UnansweredTable onAdd={mayWrite ? setAdding : null} />
          ) : (
            <DocumentsTable search={search} onAdd={add} />
          )
        }
        panel={null}
      />
      <AddDialog
        opened={adding !== null}
        answers={adding === 'anything' ? null : adding}
        onClose={() => setAdding(null)}
      />
    </Page>
  )
}
