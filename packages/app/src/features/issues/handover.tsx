import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { tellFailure } from '../../ui/toast.ts'
import styles from './handover.module.css'
import type { Issue } from './issue.ts'
import { PullRequestDialog } from './pull-request-dialog.tsx'

type Links = Outputs['issues']['links']
type LinkItem = Links['items'][number]
type NoticeItem = Outputs['issues']['notices']['items'][number]

const linkNames = { jira: 'Jira ticket', github_pr: 'Pull request' } as const
const channelNames = { slack: 'Slack', email: 'E-mail', webhook: 'Webhook' } as const

/** Where an issue is worked on outside, and the buttons that hand it there. Key T makes the ticket. */
export function Handover({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const links = useLiveQuery(trpc.issues.links.queryOptions({ id: issue.id }), { keepPrevious: false }).data
  const notices = useLiveQuery(trpc.issues.notices.queryOptions({ id: issue.id }), { keepPrevious: false }).data
  const [opening, setOpening] = useState(false)
  const ticket = useMutation(trpc.issues.createJiraTicket.mutationOptions({ onError: tellFailure }))
  const canTicket = links?.canCreateTicket === true && isMissing(links, 'jira')
  const canPull = links?.canOpenPullRequest === true && isMissing(links, 'github_pr')
  const makeTicket = () => canTicket && !ticket.isPending && ticket.mutate({ id: issue.id })
  useHotkeys([['t', makeTicket]])
  const unsaid = notices?.items.filter(({ lastError }) => lastError) ?? []
  return (
    <>
      {canPull && (
        <Button justify="center" onClick={() => setOpening(true)}>
          Open pull request
        </Button>
      )}
      {canTicket && (
        <Button
          justify="center"
          onClick={makeTicket}
          loading={ticket.isPending}
          rightSection={<kbd className="key">T</kbd>}
        >
          Create Jira ticket
        </Button>
      )}
      {links && (links.items.length > 0 || unsaid.length > 0) && (
        <Card title="Handed over" flush>
          <ul className={styles.list}>
            {links.items.map(link => (
              <LinkLine key={link.id} link={link} />
            ))}
            {unsaid.map(notice => (
              <NoticeLine key={notice.id} notice={notice} />
            ))}
          </ul>
        </Card>
      )}
      <PullRequestDialog
        issue={issue}
        repository={links?.lastRepository ?? ''}
        opened={opening}
        onClose={() => setOpening(false)}
      />
    </>
  )
}

const isMissing = ({ items }: Links, kind: LinkItem['kind']) =>
  !items.some(link => link.kind === kind && link.status !== 'failed')

/** What is true of a link, in a word. */
function stateOf({ status, state, isDone }: LinkItem) {
  if (status === 'failed') return <Chip tone="red">Failed</Chip>
  if (status === 'waiting') return <Chip tone="amber">Waiting</Chip>
  return state && <Chip tone={isDone ? 'green' : 'accent'}>{state}</Chip>
}

function LinkLine({ link }: { link: LinkItem }) {
  const name = link.key ?? linkNames[link.kind]
  return (
    <li className={styles.line}>
      <span className={styles.name}>
        {link.url ? (
          <a href={link.url} target="_blank" rel="noreferrer" className="link">
            {name}
          </a>
        ) : (
          name
        )}
      </span>
      {stateOf(link)}
      {link.lastError && <p className={styles.error}>{link.lastError}</p>}
    </li>
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
