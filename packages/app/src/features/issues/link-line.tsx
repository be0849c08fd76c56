import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Outputs } from '../../data/api.ts'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './handover.module.css'

type LinkItem = Outputs['issues']['links']['items'][number]

export const linkNames = { jira: 'Jira ticket', github_pr: 'Pull request' } as const

export interface LinkLineProps {
  kind: LinkItem['kind']
  link: LinkItem | undefined
  /** Null for whoever may not link. */
  onLink: (() => void) | null
  /** Buttons that make it. */
  children: ReactNode
}

/** A ticket or pull request with its state, or how to come by one. */
export function LinkLine({ kind, link, onLink, children }: LinkLineProps) {
  const isWaiting = link?.status === 'waiting'
  return (
    <li className={styles.line} aria-label={linkNames[kind]}>
      <span className={styles.name}>{link?.url ? <Address link={link} url={link.url} /> : linkNames[kind]}</span>
      {link ? stateOf(link) : !onLink && <span className="dim">None yet</span>}
      <span className="grow" />
      {children}
      {!isWaiting && onLink && (
        <Button
          size="compact-xs"
          aria-label={`${link?.url ? 'Change' : 'Link a'} ${linkNames[kind].replace('P', 'p')}`}
          onClick={onLink}
        >
          {link?.url ? 'Change' : 'Link'}
        </Button>
      )}
      {link?.said.map(line => (
        <p key={line} className={styles.error}>
          {line}
        </p>
      ))}
      {link?.lastError && (
        <p className={styles.error}>
          {link.lastError}
          {isWaiting && link.nextAt && (
            <>
              {' · next try '}
              <Time at={link.nextAt} show="date" />
            </>
          )}
        </p>
      )}
    </li>
  )
}

const Address = ({ link, url }: { link: LinkItem; url: string }) => (
  <a href={url} target="_blank" rel="noreferrer" className="link">
    {link.key ?? linkNames[link.kind]}
  </a>
)

/** What is true of a link, in a word. */
function stateOf({ status, state, isDone }: LinkItem) {
  if (status === 'failed') return <Chip tone="red">Failed</Chip>
  if (status === 'waiting') return <Chip tone="amber">Waiting</Chip>
  return state && <Chip tone={isDone ? 'green' : 'accent'}>{state}</Chip>
}
