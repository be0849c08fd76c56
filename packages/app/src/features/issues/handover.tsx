import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { tellFailure } from '../../ui/toast.ts'
import styles from './handover.module.css'
import type { Issue } from './issue.ts'
import { LinkDialog } from './link-dialog.tsx'
import { LinkLine, linkNames } from './link-line.tsx'
import { PullRequestDialog } from './pull-request-dialog.tsx'

type LinkKind = Outputs['issues']['links']['items'][number]['kind']
type NoticeItem = Outputs['issues']['notices']['items'][number]

const channelNames = { slack: 'Slack', email: 'E-mail', webhook: 'Webhook' } as const

/** Where an issue is worked on outside, and the buttons that hand it there. Key T makes the ticket. */
export function Handover({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const links = useLiveQuery(trpc.issues.links.queryOptions({ id: issue.id }), { keepPrevious: false }).data
  const notices = useLiveQuery(trpc.issues.notices.queryOptions({ id: issue.id }), { keepPrevious: false }).data
  const [opening, setOpening] = useState(false)
  const [linking, setLinking] = useState<LinkKind | null>(null)
  const ticket = useMutation(trpc.issues.createJiraTicket.mutationOptions({ onError: tellFailure }))
  const mayWrite = useMay('write')
  const linkOf = (kind: LinkKind) => links?.items.find(link => link.kind === kind)
  const isFree = (kind: LinkKind) => links !== undefined && (linkOf(kind)?.status ?? 'failed') === 'failed'
  const canTicket = mayWrite && links?.canCreateTicket === true && isFree('jira')
  const canPull = mayWrite && links?.canOpenPullRequest === true && isFree('github_pr')
  const makeTicket = () => canTicket && !ticket.isPending && ticket.mutate({ id: issue.id })
  useHotkeys([['t', makeTicket]])
  const unsaid = notices?.items.filter(({ lastError }) => lastError) ?? []
  return (
    <Card title="Handed over" flush>
      <ul className={styles.list}>
        <LinkLine kind="jira" link={linkOf('jira')} onLink={mayWrite ? () => setLinking('jira') : null}>
          {canTicket && (
            <Button
              size="compact-xs"
              aria-label={`Create ${linkNames.jira}`}
              onClick={makeTicket}
              loading={ticket.isPending}
              rightSection={<kbd className="key">T</kbd>}
            >
              Create
            </Button>
          )}
        </LinkLine>
        <LinkLine kind="github_pr" link={linkOf('github_pr')} onLink={mayWrite ? () => setLinking('github_pr') : null}>
          {canPull && (
            <Button size="compact-xs" aria-label="Open pull request" onClick={() => setOpening(true)}>
              Open
            </Button>
          )}
        </LinkLine>
        {unsaid.map(notice => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
      <LinkDialog issue={issue} kind={linking} onClose={() => setLinking(null)} />
      {links && <PullRequestDialog issue={issue} links={links} opened={opening} onClose={() => setOpening(false)} />}
    </Card>
  )
}

function NoticeLine({ notice }: { notice: NoticeItem }) {
  return (
    <li className={styles.line}>
      <span className={styles.name}>{channelNames[notice.channel]}</span>
      <Chip tone="amber">Not told</Chip>
      <p className={styles.error}>{notice.lastError}</p>
    </li>
  )
}
