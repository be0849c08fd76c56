import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type Outputs, useApi } from '../../data/api.ts'
import { waitInWords } from '../../data/errors.ts'
import { bytes, plural } from '../../format/number.ts'
import { toMs } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May } from '../../shell/may.tsx'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import styles from '../../ui/record.module.css'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { prettyPayload } from './payload.ts'
import { sources, statuses } from './webhook-search.ts'

type Webhook = Outputs['webhooks']['get']

/** After so many tries a delivery is given up. */
const mostAttempts = 8

/** One delivery: what it said, and what became of it. */
export function WebhookDetail({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.webhooks.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={8} height={20} gap={20} />}>
      {webhook => <Delivery webhook={webhook} />}
    </Async>
  )
}

function Delivery({ webhook }: { webhook: Webhook }) {
  const { name, tone } = statuses[webhook.status]
  const payload = prettyPayload(webhook.payload, webhook.headers['content-type'])
  return (
    <article className={styles.detail} aria-labelledby="webhook-title">
      <div className={styles.main}>
        <header className={styles.head}>
          <div className="grow">
            <div className={styles.over}>
              <Chip tone={tone}>{name}</Chip>
              <span>{sources[webhook.source]}</span>
            </div>
            <h2 id="webhook-title" className={styles.title}>
              {webhook.eventType}
            </h2>
          </div>
          <May right="admin">
            <Replay webhook={webhook} />
          </May>
        </header>
        {webhook.lastError && (
          <p className={styles.error} role="alert">
            {webhook.lastError}
          </p>
        )}
        <FactGrid
          columns="two"
          facts={[
            { label: 'Received', value: <Time at={webhook.receivedAt} show="date" /> },
            ...(webhook.processedAt
              ? [{ label: 'Settled', value: <Time at={webhook.processedAt} show="date" /> }]
              : []),
            { label: 'Tries', value: `${webhook.attempts} of ${mostAttempts}` },
            ...(webhook.nextAttemptAt ? [{ label: 'Next try', value: <NextTry at={webhook.nextAttemptAt} /> }] : []),
            { label: 'Delivery id', value: <span className="mono">{webhook.deliveryId}</span> },
            { label: 'Size', value: bytes(webhook.size) },
          ]}
        />
        <Card title="Payload" actions={<CopyIcon value={payload} what="the payload" />} flush>
          <CodeBlock label="The payload as text">{payload}</CodeBlock>
        </Card>
        <Headers headers={webhook.headers} />
      </div>
    </article>
  )
}

function Headers({ headers }: { headers: Webhook['headers'] }) {
  const entries = Object.entries(headers)
  return (
    <Card title="Headers" aside={<span className="dim">{plural(entries.length, 'header')}, without signatures</span>}>
      <FactGrid
        columns="two"
        facts={entries.map(([label, value]) => ({ label, value: <span className="mono">{value}</span> }))}
      />
    </Card>
  )
}

function NextTry({ at }: { at: string }) {
  const seconds = (toMs(at) - useNow()) / 1_000
  return (
    <>
      {seconds > 0 ? `in ${waitInWords(seconds)}, ` : 'any moment, '}
      <Time at={at} show="clock" />
    </>
  )
}

function Replay({ webhook }: { webhook: Webhook }) {
  const { trpc, queryClient } = useApi()
  const replay = useMutation(
    trpc.webhooks.replay.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.webhooks.get.queryKey({ id: after.id }), after)
        tell('The delivery will be applied again.')
      },
      onError: tellFailure,
    }),
  )
  const waits = webhook.status === 'received' || webhook.status === 'processing'
  useHotkeys([['r', () => !waits && !replay.isPending && replay.mutate({ id: webhook.id })]])
  return (
    <Button
      onClick={() => replay.mutate({ id: webhook.id })}
      loading={replay.isPending}
      disabled={waits}
      rightSection={<kbd className="key">R</kbd>}
    >
      Replay
    </Button>
  )
}
