import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { May } from '../../shell/may.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { OutsideLink } from '../../ui/markdown.tsx'
import { Time } from '../../ui/time.tsx'
import { tellFailure } from '../../ui/toast.ts'
import styles from './knowledge.module.css'
import { statuses } from './knowledge-search.ts'

type Detail = Outputs['knowledge']['get']

const formats: Readonly<Record<Detail['format'], string>> = {
  markdown: 'Markdown',
  html: 'HTML',
  pdf: 'PDF',
  text: 'Plain text',
}

/** What is known of a document, and what can be done with it. */
export function DocumentSide({ detail }: { detail: Detail }) {
  const { id, status, error, active, title } = detail
  const { trpc } = useApi()
  const navigate = useNavigate()
  const [removing, setRemoving] = useState(false)
  const told = { onError: tellFailure }
  const update = useMutation(trpc.knowledge.update.mutationOptions(told))
  const reindex = useMutation(trpc.knowledge.reindex.mutationOptions(told))
  const remove = useMutation(
    trpc.knowledge.remove.mutationOptions({ ...told, onSuccess: () => void navigate({ to: '/knowledge' }) }),
  )
  return (
    <Card title="Document" aside={<Chip tone={statuses[status].tone}>{statuses[status].name}</Chip>}>
      {error && <p role="alert">{error}. It is found by its words meanwhile.</p>}
      <FactGrid
        columns="two"
        facts={[
          { label: 'Used for answers', value: active ? 'Yes' : <Chip tone="amber">No</Chip> },
          { label: 'Version', value: String(detail.version) },
          { label: 'Passages', value: String(detail.chunks) },
          { label: 'Format', value: formats[detail.format] },
          { label: 'Language', value: detail.language },
          { label: 'Category', value: detail.category ?? '–' },
          { label: 'Tags', value: <Tags tags={detail.tags} /> },
          { label: 'Source', value: detail.source ?? '–' },
          { label: 'Address', value: detail.url ? <OutsideLink href={detail.url}>{detail.url}</OutsideLink> : '–' },
          { label: 'Changed', value: <Time at={detail.updatedAt} show="date" /> },
        ]}
      />
      <May right="write">
        <div className={styles.actions}>
          <Button loading={update.isPending} onClick={() => update.mutate({ id, active: !active })}>
            {active ? 'Stop using it' : 'Use it for answers'}
          </Button>
          <Button loading={reindex.isPending} onClick={() => reindex.mutate({ id })}>
            Index again
          </Button>
          <Button onClick={() => setRemoving(true)}>Remove</Button>
        </div>
      </May>
      <Confirm
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${title}?`}
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

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return '–'
  return (
    <span className={styles.parts}>
      {tags.map(tag => (
        <Chip key={tag}>{tag}</Chip>
      ))}
    </span>
  )
}
