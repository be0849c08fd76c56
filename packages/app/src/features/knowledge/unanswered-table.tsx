import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { May } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Time } from '../../ui/time.tsx'
import { tellFailure } from '../../ui/toast.ts'
import type { OpenQuestion } from './add-dialog.tsx'

type Unanswered = Outputs['knowledge']['unanswered']['items'][number]

/** Questions for which nothing was found, to be answered by a document. */
export function UnansweredTable({ onAdd }: { onAdd: ((question: OpenQuestion) => void) | null }) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.knowledge.unanswered.infiniteQueryOptions({}, byCursor))
  const resolve = useMutation(trpc.knowledge.resolve.mutationOptions({ onError: tellFailure }))
  const columns: readonly Column<Unanswered>[] = [
    {
      key: 'question',
      title: 'Question',
      fixed: true,
      // To where it was asked last.
      render: ({ question, conversationId }) =>
        conversationId ? (
          <Link to="/support" search={{ i: conversationId, show: 'all' }} className="link">
            {question}
          </Link>
        ) : (
          question
        ),
    },
    { key: 'times', title: 'Asked', width: 72, align: 'right', render: ({ times }) => `${times} ×` },
    { key: 'last', title: 'Last', width: 96, align: 'right', render: ({ lastAt }) => <Time at={lastAt} /> },
    {
      key: 'actions',
      title: 'What to do',
      quiet: true,
      width: 260,
      render: ({ id, question }) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            renderRoot={props => <Link to="/knowledge" search={{ tab: 'try', question }} {...props} />}
          >
            Try it
          </Button>
          {onAdd && (
            <Button size="compact-sm" onClick={() => onAdd({ id, question })}>
              Add a document
            </Button>
          )}
          <May right="write">
            <Button
              size="compact-sm"
              loading={resolve.isPending && resolve.variables.id === id}
              onClick={() => resolve.mutate({ id })}
            >
              Resolved
            </Button>
          </May>
        </Group>
      ),
    },
  ]
  return (
    <DataTable
      name="unanswered"
      label="Unanswered questions, latest first"
      columns={columns}
      rowKey={({ id }) => id}
      {...list}
      fill
      empty={
        <Empty title="No question waits for an answer">
          What customers ask and no document answers is collected here, with how often it was asked.
        </Empty>
      }
    />
  )
}
