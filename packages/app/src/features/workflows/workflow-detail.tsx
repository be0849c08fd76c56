import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { duration, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import styles from '../../ui/record.module.css'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { compact } from '../../url/params.ts'
import { statuses, type Workflow, workflowNames } from './workflow-search.ts'
import { WorkflowSteps } from './workflow-steps.tsx'
import { messageOf, resultInShort, stepName, tookInWords } from './workflow-words.ts'

/** One workflow: what it was asked, each of its steps, and what came of it. */
export function WorkflowDetail({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.workflows.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={8} height={20} gap={20} />}>
      {workflow => <Detail workflow={workflow} />}
    </Async>
  )
}

function Detail({ workflow }: { workflow: Workflow }) {
  const { status, name, error, retries, steps } = workflow
  return (
    <article className={styles.detail} aria-labelledby="workflow-title">
      <div className={styles.main}>
        <header className={styles.head}>
          <div className="grow">
            <div className={styles.over}>
              <Chip tone={statuses[status].tone}>{statuses[status].name}</Chip>
              {status === 'completed' && <span>{resultInShort(workflow.output)}</span>}
            </div>
            <h2 id="workflow-title" className={styles.title}>
              {workflowNames[name] ?? stepName(name)}
            </h2>
          </div>
          <Actions workflow={workflow} />
        </header>
        {error && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        <FactGrid
          columns="two"
          facts={[
            ...(workflow.entity === 'conversation' && workflow.entityId
              ? [{ label: 'About', value: <Conversation id={workflow.entityId} seq={messageOf(workflow.input)} /> }]
              : []),
            { label: 'Asked for', value: <Time at={workflow.createdAt} show="date" /> },
            { label: 'Took', value: <Span from={workflow.startedAt} to={workflow.completedAt} /> },
            { label: 'Begun', value: retries === 0 ? 'Once' : plural(retries + 1, 'time') },
            { label: 'Id', value: <span className="mono">{workflow.id}</span> },
          ]}
        />
        <Card title="Steps" aside={<span className="dim">{plural(steps.length, 'step')}</span>} flush>
          <WorkflowSteps steps={steps} />
        </Card>
        <Card title="Input" flush>
          <CodeBlock label="The input as text">{JSON.stringify(workflow.input, null, 2)}</CodeBlock>
        </Card>
      </div>
    </article>
  )
}

function Conversation({ id, seq }: { id: string; seq: number | undefined }) {
  const { trpc } = useApi()
  const conversation = useLiveQuery(trpc.conversations.get.queryOptions({ id }), { keepPrevious: false }).data
  return (
    <Link to="/support" search={compact({ i: id, show: 'all' as const, m: seq })} className="link">
      {conversation ? `#${conversation.number} ${conversation.subject ?? ''}`.trim() : 'The conversation'}
      {seq !== undefined && `, message ${seq}`}
    </Link>
  )
}

/** How long it took, or has taken so far. */
function Span({ from, to }: { from: string | null; to: string | null }) {
  const now = useNow()
  if (!from) return 'Not begun yet'
  const ms = (to ? Date.parse(to) : now) - Date.parse(from)
  return to ? tookInWords(ms) : `${duration(Math.max(0, ms / 1_000))} so far`
}

function Actions({ workflow: { id, status } }: { workflow: Workflow }) {
  const { trpc, queryClient } = useApi()
  const mayWrite = useMay('write')
  const done = (words: string) => ({
    onSuccess: (after: Workflow) => {
      queryClient.setQueryData<Workflow>(trpc.workflows.get.queryKey({ id: after.id }), after)
      tell(words)
    },
    onError: tellFailure,
  })
  const cancel = useMutation(trpc.workflows.cancel.mutationOptions(done('The workflow is cancelled.')))
  const retry = useMutation(
    trpc.workflows.retry.mutationOptions(done('The workflow begins again after its last good step.')),
  )
  if (!mayWrite) return null
  return (
    <Group gap="xs">
      {(status === 'pending' || status === 'running') && (
        <Button onClick={() => cancel.mutate({ id })} loading={cancel.isPending}>
          Cancel
        </Button>
      )}
      {(status === 'failed' || status === 'cancelled') && (
        <Button variant="filled" onClick={() => retry.mutate({ id })} loading={retry.isPending}>
          Retry
        </Button>
      )}
    </Group>
  )
}
