import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { useServerOrigin } from '../../shell/use-server-origin.ts'
import { Card } from '../../ui/card.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import styles from './home-page.module.css'

/** The three steps from nothing to a watched funnel, each ticked when it is done. */
export function GettingStarted({ arrived }: { arrived: ReadonlyArray<{ name: string }> | undefined }) {
  const { trpc } = useApi()
  const isAdmin = useMay('admin')
  const keys = useQuery({ ...trpc.apiKeys.list.queryOptions({}), enabled: isAdmin })
  const funnels = useLiveQuery(trpc.funnels.list.queryOptions({})).data?.items
  const writeKey = keys.data?.items.find(key => key.scopes.includes('ingest'))
  const origin = useServerOrigin()
  const snippet = `<script src="${origin}/sdk.js" data-write-key="${writeKey?.publicKey ?? `${writeKey?.prefix ?? 'YOUR_WRITE_KEY'}…`}" data-auto-page async></script>`
  const used = writeKey ? writeKey.lastUsedAt !== null : (arrived?.length ?? 0) > 0
  const built = funnels?.some(funnel => funnel.source !== 'sample') ?? false
  return (
    <Card title="Getting started" flush>
      <ol className={styles.steps}>
        <Step number={1} done={used} title="Put the tracker on your pages">
          Paste this into the head of each page. It records page views and visits by itself.
          <div className={styles.code}>
            {snippet}
            <span className={styles.copy}>
              <CopyIcon value={snippet} what="the script tag" />
            </span>
          </div>
        </Step>
        <Step number={2} done={built} title="Build a funnel from what arrives">
          Choose the events of a path that matters, such as login page, form, signed in.{' '}
          <May right="write">
            <Link to="/funnels/new" className="link">
              Build a funnel
            </Link>
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
