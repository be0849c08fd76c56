import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import clsx from 'clsx'
import { type ReactNode, use } from 'react'
import { readFailure } from '../data/errors.ts'
import styles from './async.module.css'
import { PageIcon } from './page-icon.ts'

export interface EmptyProps {
  title: string
  children?: ReactNode
  /** The one step that fills this place. */
  action?: ReactNode
  compact?: boolean
}

/** An empty place: what would be here, and the step that fills it. */
export function Empty({ title, children, action, compact = false }: EmptyProps) {
  const icon = use(PageIcon)
  return (
    <div className={clsx(styles.empty, compact && styles.compact)}>
      {icon && !compact && <span className={styles.icon}>{icon}</span>}
      <div className={styles.title}>{title}</div>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  )
}

const titles: Readonly<Record<string, string>> = {
  NETWORK: 'No connection to the server',
  NOT_FOUND: 'Not found',
  FORBIDDEN: 'You may not see this',
  TOO_MANY_REQUESTS: 'Too many requests',
}

export interface FailedProps {
  error: unknown
  onRetry?: (() => void) | undefined
  compact?: boolean
}

/** A failed request: what happened, what to do, and the id under which the server's log has the rest. */
export function Failed({ error, onRetry, compact = false }: FailedProps) {
  const failure = readFailure(error)
  return (
    <div className={clsx(styles.error, compact && styles.compact)} role="alert">
      {!compact && (
        <span className={styles.icon} data-tone="red">
          <IconCloudOff size={20} stroke={1.5} aria-hidden />
        </span>
      )}
      <div className={styles.title}>{titles[failure.code] ?? 'This could not be loaded'}</div>
      <div className={styles.text}>{failure.message}</div>
      {failure.requestId && (
        <div className={styles.request}>
          Request <span className="mono">{failure.requestId}</span>
        </div>
      )}
      {onRetry && (
        <div className={styles.actions}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      )}
    </div>
  )
}

/** Grey lines in the shape of what is coming. */
export function Rows({ count = 6, height = 16, gap = 12 }: { count?: number; height?: number; gap?: number }) {
  const widths = [92, 78, 86, 64, 81, 70]
  return (
    <div style={{ display: 'grid', gap, padding: 12 }} aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} width={`${widths[index % widths.length]}%`} radius="sm" />
      ))}
    </div>
  )
}

export interface AsyncProps<T> {
  query: Pick<UseQueryResult<T, unknown>, 'data' | 'error' | 'refetch'>
  children: (data: T) => ReactNode
  skeleton?: ReactNode
  /** Shown instead when `isEmpty` says so. */
  empty?: ReactNode
  isEmpty?: (data: T) => boolean
  compact?: boolean
}

/** One query's life on screen. Data that is there stays, even when asking again failed: the live dot tells of that. */
export function Async<T>({ query, children, skeleton, empty, isEmpty, compact = false }: AsyncProps<T>) {
  if (query.data !== undefined) return isEmpty?.(query.data) ? empty : children(query.data)
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} compact={compact} />
  return <div aria-busy>{skeleton ?? <Rows />}</div>
}
