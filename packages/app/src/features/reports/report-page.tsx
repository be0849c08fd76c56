import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronDown, IconChevronLeft, IconChevronRight, IconDots } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Page } from '../../ui/page.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { isMaking, kinds, type Regenerate, type Report, refusalText, subjectOf } from './report.ts'
import styles from './report-article.module.css'
import { ReportArticle } from './report-article.tsx'
import { ReportSide } from './report-side.tsx'
import { formatNames, formats, useSaveReport } from './use-save-report.ts'

const route = getRouteApi('/shell/reports/$reportId')

/** One report, to be read: what was done, by which facts we know it, and how much it leaves out. */
export function ReportPage() {
  const { reportId: id } = route.useParams()
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.reports.get.queryOptions({ id }), { keepPrevious: false })
  const report = query.data
  return (
    <Page title={report?.title ?? 'Report'} crumb={report && `${kinds[report.kind]} · ${subjectOf(report)}`}>
      <Async query={query}>{shown => <Shown report={shown} />}</Async>
    </Page>
  )
}

function Shown({ report }: { report: Report }) {
  const regenerate = useRegenerate(report)
  useFollowVersions(report)
  return (
    <>
      <Bar report={report} regenerate={regenerate} />
      <div className={styles.layout}>
        <ReportArticle report={report} regenerate={regenerate} />
        {report.status === 'ready' && <ReportSide report={report} />}
      </div>
    </>
  )
}

/** Has it written again; the one on screen stays until the new one is there. Null for whoever may not. */
function useRegenerate({ id, status }: Report): Regenerate | null {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation(
    trpc.reports.regenerate.mutationOptions({
      onSuccess: made => {
        if (status !== 'ready' && made.id !== id) {
          void navigate({ to: '/reports/$reportId', params: { reportId: made.id }, replace: true })
        }
      },
      onError: error => tell(refusalText(error)),
    }),
  )
  return mayWrite ? { start: () => mutate({ id }), isPending } : null
}

/** A version that takes the place of the one on screen is shown at once. */
function useFollowVersions({ supersededById }: Report): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (supersededById === null) return
    tell('The new version is there.')
    void navigate({ to: '/reports/$reportId', params: { reportId: supersededById }, replace: true })
  }, [supersededById, navigate])
}

/** Whether nothing is open that keys are for. */
const isFree = () => document.querySelector('[role=dialog], [role=menu]') === null

function useWays({ previousId, nextId }: Report) {
  const navigate = useNavigate()
  const go = (reportId: string | null) =>
    reportId !== null && isFree() && void navigate({ to: '/reports/$reportId', params: { reportId } })
  useHotkeys([
    ['ArrowLeft', () => go(previousId)],
    ['ArrowRight', () => go(nextId)],
    ['Escape', () => isFree() && void navigate({ to: '/reports' })],
  ])
  return go
}

function Bar({ report, regenerate }: { report: Report; regenerate: Regenerate | null }) {
  const { previousId, nextId, status, attempt } = report
  const go = useWays(report)
  const [removing, setRemoving] = useState(false)
  const making = isMaking(status) || (attempt !== null && isMaking(attempt.status))
  return (
    <div className={styles.bar}>
      <Link to="/reports" className="link">
        All reports
      </Link>
      <Tooltip label="The one before, by ←">
        <ActionIcon aria-label="The report before" disabled={previousId === null} onClick={() => go(previousId)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="The next one, by →">
        <ActionIcon aria-label="The next report" disabled={nextId === null} onClick={() => go(nextId)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      <span className="grow" />
      {status === 'ready' && <Save report={report} />}
      {regenerate && (
        <>
          <Button onClick={regenerate.start} loading={regenerate.isPending} disabled={making}>
            Write it again
          </Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label="More to do" variant="default">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setRemoving(true)}>Remove the report</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <May right="write">
        <Remove report={report} opened={removing} onClose={() => setRemoving(false)} />
      </May>
    </div>
  )
}

function Save({ report }: { report: Report }) {
  const save = useSaveReport(report)
  return (
    <Menu>
      <Menu.Target>
        <Button loading={save.isPending} rightSection={<IconChevronDown size={14} />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formatNames.map(format => (
          <Menu.Item key={format} onClick={() => save.mutate(format)}>
            {formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Remove({ report, opened, onClose }: { report: Report; opened: boolean; onClose: () => void }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const remove = useMutation(
    trpc.reports.remove.mutationOptions({
      onSuccess: () => {
        tell('The report was removed.')
        void navigate({ to: '/reports' })
      },
      onError: tellFailure,
    }),
  )
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title="Remove this report?"
      action="Remove the report"
      onConfirm={() => remove.mutate({ id: report.id })}
      pending={remove.isPending}
      danger
    >
      {report.title} goes, with its earlier versions. The facts stay, and it can be written again.
    </Confirm>
  )
}
