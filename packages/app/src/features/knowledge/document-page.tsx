import { SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Article } from '../../ui/article.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { DocumentForm } from './document-form.tsx'
import { DocumentPassages } from './document-passages.tsx'
import { DocumentSide } from './document-side.tsx'
import { DocumentVersions } from './document-versions.tsx'
import styles from './knowledge.module.css'
import { type DocumentSearch, documentTabs, readDocumentSearch, types } from './knowledge-search.ts'

type Detail = Outputs['knowledge']['get']

const route = getRouteApi('/shell/knowledge/$documentId')

const names = { read: 'Read', passages: 'Passages', versions: 'Versions', edit: 'Edit' }

/** One document: its text, its passages, the texts it has had, and what is known of it. */
export function DocumentPage() {
  const { documentId: id } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/knowledge/$documentId' })
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const document = useLiveQuery(trpc.knowledge.get.queryOptions({ id }), { keepPrevious: false })
  const go = (next: DocumentSearch) => void navigate({ search: readDocumentSearch(next) })
  return (
    <Page title={document.data?.title ?? 'Document'} crumb={document.data && types[document.data.type]}>
      <Async query={document}>
        {detail => (
          <div className={styles.document}>
            <div className={styles.column}>
              <div className={styles.tabs}>
                <SegmentedControl
                  aria-label="View"
                  value={search.tab ?? 'read'}
                  onChange={value => go({ tab: documentTabs.find(each => each === value) ?? 'read' })}
                  data={documentTabs
                    .filter(value => mayWrite || value !== 'edit')
                    .map(value => ({ value, label: names[value] }))}
                />
                <Link to="/knowledge" className="link">
                  All documents
                </Link>
              </div>
              <View detail={detail} search={search} go={go} />
            </div>
            <DocumentSide detail={detail} />
          </div>
        )}
      </Async>
    </Page>
  )
}

function View({ detail, search, go }: { detail: Detail; search: DocumentSearch; go: (next: DocumentSearch) => void }) {
  const { id } = detail
  const mayWrite = useMay('write')
  switch (search.tab ?? 'read') {
    case 'read':
      return <Reading id={id} />
    case 'passages':
      return <DocumentPassages id={id} chosen={search.chunk ?? null} />
    case 'versions':
      return (
        <DocumentVersions
          id={id}
          shown={search.version ?? null}
          onShow={version => go({ tab: 'versions', ...version })}
        />
      )
    case 'edit':
      // What somebody else changes meanwhile does not touch what is being written.
      return mayWrite ? (
        <DocumentForm key={id} detail={detail} onDone={() => go({ tab: 'read' })} />
      ) : (
        <Reading id={id} />
      )
  }
}

function Reading({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.knowledge.article.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card>
      <Async query={query}>{article => <Article article={article} />}</Async>
    </Card>
  )
}
