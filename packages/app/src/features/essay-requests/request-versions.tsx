import { Button, Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import { tell } from '../../ui/toast.ts'
import type { Draft, Version } from './draft/use-draft.ts'
import type { EssayRequest } from './essay.ts'
import { EssayText } from './essay-text.tsx'
import { readRequestSearch } from './request-search.ts'
import styles from './requests.module.css'

/** Every text that was saved, also those that somebody else's came before. */
export function RequestVersions({ request, draft }: { request: EssayRequest; draft: Draft }) {
  const { trpc } = useApi()
  const { id, version: current } = request
  const [shown, setShown] = useState<number | null>(null)
  const versions = useLiveQuery(trpc.essayRequests.versions.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Versions" flush>
      <Async
        query={versions}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Empty title="Nothing saved yet" compact>
            Each save of the edited text is kept here.
          </Empty>
        }
      >
        {({ items }) => (
          <ul>
            {items.map(each => (
              <li key={each.version} className={styles.row}>
                <strong>Version {each.version}</strong>
                {each.version === current && <Chip tone="accent">Current</Chip>}
                {each.state === 'conflict' && <Chip tone="amber">Kept aside</Chip>}
                <span className="dim">
                  {each.author?.name ?? 'A program'}, {plural(each.wordCount, 'word')},{' '}
                  <Time at={each.at} show="date" />
                </span>
                <span className="grow" />
                <Button
                  size="compact-xs"
                  aria-label={`Show version ${each.version}`}
                  onClick={() => setShown(each.version)}
                >
                  Show
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Async>
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="lg"
        title={`Version ${shown} of #${request.number}`}
      >
        {shown !== null && <Shown request={request} version={shown} draft={draft} onDone={() => setShown(null)} />}
      </Modal>
    </Card>
  )
}

interface ShownProps {
  request: EssayRequest
  version: number
  draft: Draft
  onDone: () => void
}

function Shown({ request, version, draft, onDone }: ShownProps) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/essay-requests' })
  const query = useLiveQuery(trpc.essayRequests.version.queryOptions({ id: request.id, version }), {
    keepPrevious: false,
  })
  const bringBack = async ({ content }: Version) => {
    // What is being written goes before it, as a version of its own.
    if (!(await draft.flush())) return
    draft.show(content, draft.version(), true)
    tell(`The text is that of version ${version} again.`)
    onDone()
    void navigate({ search: before => readRequestSearch({ ...before, tab: undefined }) })
  }
  return (
    <Async query={query}>
      {each => (
        <div className={styles.merge}>
          <EssayText document={each.content} comments />
          {draft.editable && version !== request.version && (
            <div>
              <Button variant="filled" onClick={() => void bringBack(each)}>
                Bring this text back
              </Button>
            </div>
          )}
        </div>
      )}
    </Async>
  )
}
