import { ActionIcon, Button, Menu, Modal, SegmentedControl } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May } from '../../shell/may.tsx'
import { Failed, Rows } from '../../ui/async.tsx'
import { Page } from '../../ui/page.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { FunnelCompare } from './funnel-compare.tsx'
import styles from './funnel-page.module.css'
import { FunnelReport } from './funnel-report.tsx'

const route = getRouteApi('/shell/funnels/$funnelId')

/** One funnel: its report, or two periods side by side. */
export function FunnelPage() {
  const { trpc } = useApi()
  const { funnelId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/funnels/$funnelId' })
  const funnel = useLiveQuery(trpc.funnels.get.queryOptions({ id: funnelId }), { keepPrevious: false })
  if (!funnel.data) {
    return (
      <Page title="Funnel">
        {funnel.error ? <Failed error={funnel.error} onRetry={() => void funnel.refetch()} /> : <Rows />}
      </Page>
    )
  }
  const { name, description, steps, windowHours } = funnel.data
  const tab = (
    <SegmentedControl
      aria-label="View"
      value={search.tab ?? 'report'}
      onChange={value =>
        void navigate({
          search: ({ tab: _, ...rest }) => (value === 'compare' ? { ...rest, tab: 'compare' as const } : rest),
        })
      }
      data={[
        { value: 'report', label: 'Report' },
        { value: 'compare', label: 'Compare' },
      ]}
    />
  )
  return (
    <Page
      title={name}
      crumb={`Funnel · ${plural(steps.length, 'step')} within ${windowHours} h`}
      actions={
        <May right="write">
          <FunnelActions id={funnelId} name={name} />
        </May>
      }
    >
      {description && <p className={styles.about}>{description}</p>}
      {search.tab === 'compare' ? (
        <FunnelCompare id={funnelId} search={search} tab={tab} />
      ) : (
        <FunnelReport id={funnelId} name={name} search={search} tab={tab} />
      )}
    </Page>
  )
}

function FunnelActions({ id, name }: { id: string; name: string }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const remove = useMutation(
    trpc.funnels.remove.mutationOptions({
      onSuccess: () => {
        tell(`Funnel ${name} removed.`)
        void navigate({ to: '/funnels' })
      },
      onError: tellFailure,
    }),
  )
  return (
    <>
      <Button renderRoot={props => <Link to="/funnels/$funnelId/edit" params={{ funnelId: id }} {...props} />}>
        Edit
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="More for this funnel">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" onClick={() => setAsking(true)}>
            Remove funnel
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${name}?`}>
        <p>The funnel is no longer watched. Its events stay, and its issues keep their figures.</p>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button variant="filled" color="red" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
            Remove funnel
          </Button>
        </div>
      </Modal>
    </>
  )
}
