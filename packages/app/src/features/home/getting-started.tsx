import { Button, SegmentedControl } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { useServerOrigin } from '../../shell/use-server-origin.ts'
import { Card } from '../../ui/card.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import styles from './home-page.module.css'

/** How far a workspace has come from nothing to a watched funnel; what is sample data does not count. */
export function useStart(arrived: ReadonlyArray<{ name: string }> | undefined) {
  const { trpc } = useApi()
  const isAdmin = useMay('admin')
  const keys = useQuery({ ...trpc.apiKeys.list.queryOptions({}), enabled: isAdmin })
  const funnels = useLiveQuery(trpc.funnels.list.queryOptions({})).data?.items
  const writeKey = keys.data?.items.find(key => key.scopes.includes('ingest'))
  const sends = writeKey ? writeKey.lastUsedAt !== null : (arrived?.length ?? 0) > 0
  const { refetch } = keys
  // A key's first use is told by no change that screens follow; what it brought is.
  useEffect(() => {
    if (isAdmin && !sends) void refetch()
  }, [arrived])
  const watches = funnels?.some(funnel => funnel.source !== 'sample') ?? false
  return {
    /** Undefined until it is known: nobody is told for a moment to begin what they have finished. */
    done: funnels && arrived && !keys.isLoading ? sends && watches : undefined,
    sends,
    watches,
    writeKey: writeKey?.publicKey ?? `${writeKey?.prefix ?? 'YOUR_WRITE_KEY'}…`,
  }
}

/** The three steps from nothing to a watched funnel, each ticked when it is done. */
export function GettingStarted({ start }: { start: ReturnType<typeof useStart> }) {
  const { sends, watches } = start
  return (
    <Card title="Getting started" aside={`${Number(sends) + Number(watches)} of 2 done`} flush>
      <ol className={styles.steps}>
        <Step number={1} done={sends} title="Put the tracker on your pages">
          <Snippets writeKey={start.writeKey} />
          {sends ? (
            <Link to="/events" className="link">
              See what arrives
            </Link>
          ) : (
            <span className={styles.waiting} role="status">
              Waiting for the first event. It shows here by itself.
            </span>
          )}
        </Step>
        <Step number={2} done={watches} title="Build a funnel from what arrives">
          Choose the events of a path that matters, such as login page, form, signed in.
          <May right="write">
            <div className={styles.act}>
              <Button
                variant={sends && !watches ? 'filled' : 'default'}
                renderRoot={props => <Link to="/funnels/new" {...props} />}
              >
                Build a funnel
              </Button>
            </div>
          </May>
        </Step>
        <Step number={3} done={false} title="Leave the watching to Quarterdeck">
          Every minute each step is held against its usual rate. A fall of more than 12 points that chance does not
          explain opens an issue.
        </Step>
      </ol>
    </Card>
  )
}

type Way = 'page' | 'node' | 'curl'

const ways: Readonly<Record<Way, { label: string; text: string; what: string }>> = {
  page: {
    label: 'Page',
    text: 'Paste this into the head of each page. It records page views and visits by itself.',
    what: 'the script tag',
  },
  node: { label: 'Node', text: 'Sends events from a server, and loses none when it restarts.', what: 'the code' },
  curl: { label: 'curl', text: 'Sends one event at once, to see that it arrives.', what: 'the command' },
}

function snippet(way: Way, origin: string, key: string): string {
  if (way === 'page') return `<script src="${origin}/sdk.js" data-write-key="${key}" data-auto-page async></script>`
  if (way === 'curl') {
    return `curl ${origin}/v1/batch -H 'x-write-key: ${key}' -d '{"events": [{"id": "first",
  "name": "hello", "visitId": "visit-1", "timestamp": "'$(date -u +%FT%TZ)'"}]}'`
  }
  return `import { createTracker } from '@quarterdeck/sdk/node'

const tracker = createTracker({ url: '${origin}', writeKey: '${key}' })
tracker.track('order_paid', { total: 42 })`
}

function Snippets({ writeKey }: { writeKey: string }) {
  const [way, setWay] = useState<Way>('page')
  const code = snippet(way, useServerOrigin(), writeKey)
  return (
    <>
      <div className={styles.ways}>
        <span>{ways[way].text}</span>
        <SegmentedControl
          aria-label="Where events come from"
          value={way}
          onChange={setWay}
          data={(['page', 'node', 'curl'] as const).map(value => ({ value, label: ways[value].label }))}
        />
      </div>
      <div className={styles.code}>
        {code}
        <span className={styles.copy}>
          <CopyIcon value={code} what={ways[way].what} />
        </span>
      </div>
    </>
  )
}

function Step({
  number,
  done,
  title,
  children,
}: {
  number: number
  done: boolean
  title: string
  children: ReactNode
}) {
  return (
    <li className={styles.step}>
      <span className={styles.state} data-done={done}>
        {done ? <IconCheck size={12} aria-label="Done" /> : number}
      </span>
      <div>
        <div className={styles.stepTitle}>{title}</div>
        <div className="dim">{children}</div>
      </div>
    </li>
  )
}
