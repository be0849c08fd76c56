import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel } from '../../ui/with-panel.tsx'
import styles from './audit.module.css'
import type { AuditRow } from './audit-words.ts'
import { actionInWords, actorInWords } from './audit-words.ts'
import { diff } from './diff.ts'

export interface AuditPanelProps {
  /** Undefined when the loaded part of the list does not hold it. */
  row: AuditRow | undefined
  loading: boolean
  onClose: () => void
}

/** One entry in full, with what it changed field by field. */
export function AuditPanel({ row, loading, onClose }: AuditPanelProps) {
  if (!row) {
    return (
      <Panel title={loading ? 'One moment' : 'Not in this list'} onClose={onClose}>
        {!loading && (
          <p className="dim">It lies further back, or does not fit the filters: load more, or clear them.</p>
        )}
      </Panel>
    )
  }
  const code = (value: string) => <span className="mono">{value}</span>
  return (
    <Panel title={actionInWords(row.action)} note={<Time at={row.at} show="date" />} onClose={onClose}>
      <Changes before={row.before} after={row.after} />
      <FactGrid
        columns="two"
        facts={[
          { label: 'Who', value: actorInWords(row.actor) },
          { label: 'As', value: { person: 'Person', key: 'API key', system: 'The product itself' }[row.actor.kind] },
          { label: 'Action', value: code(row.action) },
          { label: 'Thing', value: row.entity.replaceAll('_', ' ') },
          ...(row.entityId ? [{ label: 'Its id', value: code(row.entityId) }] : []),
          { label: 'From', value: row.ip ?? 'not recorded' },
          { label: 'Request', value: code(row.requestId) },
        ]}
      />
      <Group gap="xs">
        <Target row={row} />
        {row.actor.id && (
          <Button renderRoot={props => <Link to="/audit" search={{ actor: row.actor.id ?? '' }} {...props} />}>
            Only by {row.actor.name}
          </Button>
        )}
        {row.entityId && (
          <Button renderRoot={props => <Link to="/audit" search={{ id: row.entityId ?? '' }} {...props} />}>
            Only about this {row.entity.replaceAll('_', ' ')}
          </Button>
        )}
      </Group>
    </Panel>
  )
}

function Changes({ before, after }: { before: unknown; after: unknown }) {
  const changes = diff(before, after)
  if (changes.length === 0) return <p className="dim">No field was changed.</p>
  return (
    <dl className={styles.changes} aria-label="What was changed">
      {changes.map(change => (
        <div key={change.path} className={styles.field}>
          <dt>{change.path || 'Value'}</dt>
          <dd>
            {change.before !== null && (
              <del className={styles.before}>
                <span className="sr-only">Before: </span>
                {change.before}
              </del>
            )}
            {change.after !== null && (
              <ins className={styles.after}>
                <span className="sr-only">After: </span>
                {change.after}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The way to what the entry is about, where there is a page for it. */
function Target({ row: { entity, entityId } }: { row: AuditRow }) {
  if (!entityId) return null
  switch (entity) {
    case 'person':
      return (
        <Button renderRoot={props => <Link to="/people/$personId" params={{ personId: entityId }} {...props} />}>
          Open the person
        </Button>
      )
    case 'issue':
      return (
        <Button renderRoot={props => <Link to="/issues" search={{ i: entityId, show: 'all' }} {...props} />}>
          Open the issue
        </Button>
      )
    case 'funnel':
      return (
        <Button renderRoot={props => <Link to="/funnels/$funnelId" params={{ funnelId: entityId }} {...props} />}>
          Open the funnel
        </Button>
      )
    case 'webhook':
      return (
        <Button renderRoot={props => <Link to="/webhooks" search={{ i: entityId }} {...props} />}>
          Open the delivery
        </Button>
      )
    default:
      return null
  }
}
