import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './knowledge.module.css'
import { statuses, types } from './knowledge-search.ts'

type Detail = Outputs['knowledge']['get']

const route = getRouteApi('/shell/knowledge/$documentId')

/** One document: what is known of it, its passages, and the texts it has had. */
export function DocumentPage() {
  const { documentId: id } = route.useParams()
  const { trpc } = useApi()
  const document = useLiveQuery(trpc.knowledge.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Page title={document.data?.title ?? 'Document'} crumb={document.data && types[document.data.type]}>
      <Async query={document}>
        {detail => (
          <div className={styles.main}>
            <Facts detail={detail} />
            <Passages id={id} />
            <Versions id={id} />
          </div>
        )}
      </Async>
    </Page>
  )
}

function Facts({ detail }: { detail: Detail }) {
  const { id, status, error, active } = detail
  const { trpc } = useApi()
  const navigate = useNavigate()
  const [removing, setRemoving] = useState(false)
  const update = useMutation(trpc.knowledge.update.mutationOptions())
  const reindex = useMutation(trpc.knowledge.reindex.mutationOptions())
  const remove = useMutation(
    trpc.knowledge.remove.mutationOptions({ onSuccess: () => void navigate({ to: '/knowledge' }) }),
  )
  return (
    <Card
      title="Document"
      aside={<Chip tone={statuses[status].tone}>{statuses[status].name}</Chip>}
      actions={
        <>
          <Button loading={update.isPending} onClick={() => update.mutate({ id, active: !active })}>
            {active ? 'Stop using it' : 'Use it for answers'}
          </Button>
          <Button loading={reindex.isPending} onClick={() => reindex.mutate({ id })}>
            Index again
          </Button>
          <Button onClick={() => setRemoving(true)}>Remove</Button>
        </>
      }
    >
      {error && <p role="alert">{error}. It is found by its words meanwhile.</p>}
      <FactGrid
        columns="two"
        facts={[
          { label: 'Used for answers', value: active ? 'Yes' : 'No' },
          { label: 'Version', value: String(detail.version) },
          { label: 'Passages', value: String(detail.chunks) },
          { label: 'Format', value: detail.format },
          { label: 'Source', value: detail.source ?? '–' },
          { label: 'Address', value: detail.url ? <a href={detail.url}>{detail.url}</a> : '–' },
          { label: 'Tags', value: detail.tags.join(', ') || '–' },
          { label: 'Changed', value: <Time at={detail.updatedAt} show="date" /> },
        ]}
      />
      <Confirm
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${detail.title}?`}
        action="Remove the document"
        onConfirm={() => remove.mutate({ id })}
        pending={remove.isPending}
        danger
      >
        No answer will be taken from it any more. Its versions go with it.
      </Confirm>
    </Card>
  )
}

function Passages({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.knowledge.chunks.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Passages" flush>
      <Async query={query}>
        {({ items }) => (
          <ol className={styles.hits}>
            {items.map(chunk => (
              <li key={chunk.id}>
                {chunk.headings.length > 0 && <strong>{chunk.headings.join(' › ')}</strong>}
                <p className={styles.passage}>{chunk.content}</p>
                <span className={styles.path}>
                  Passage {chunk.position + 1}, about {chunk.tokens} tokens{chunk.embedded ? ', embedded' : ''}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Async>
    </Card>
  )
}

function Versions({ id }: { id: string }) {
  const { trpc } = useApi()
  const [shown, setShown] = useState<number | null>(null)
  const query = useLiveQuery(trpc.knowledge.versions.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Versions" flush>
      <Async query={query}>
        {({ items }) => (
          <ul className={styles.hits}>
            {items.map(({ version, title, characters, createdAt }) => (
              <li key={version}>
                <span className={styles.version}>
                  <span className="grow">
                    {version}. {title}, {plural(characters, 'character')}, <Time at={createdAt} show="date" />
                  </span>
                  <Button
                    size="compact-sm"
                    aria-expanded={shown === version}
                    onClick={() => setShown(shown === version ? null : version)}
                  >
                    {shown === version ? 'Hide the text' : 'Show the text'}
                  </Button>
                </span>
                {shown === version && <VersionText id={id} version={version} />}
              </li>
            ))}
          </ul>
        )}
      </Async>
    </Card>
  )
}

function VersionText({ id, version }: { id: string; version: number }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.knowledge.get.queryOptions({ id, version }), { keepPrevious: false })
  return <Async query={query}>{({ content }) => <pre className={styles.passage}>{content}</pre>}</Async>
}
