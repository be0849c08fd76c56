import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count } from '../../format/number.ts'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './system.module.css'
import { type Connection, connectionNames } from './system-words.ts'

/** Connected services: how those go that are set up, and the names of the others. */
export function Connections({ connections }: { connections: readonly Connection[] }) {
  const [there = [], missing = []] = [true, false].map(isSetUp => connections.filter(each => each.isSetUp === isSetUp))
  return (
    <Card
      title="Connected services"
      actions={<Button renderRoot={props => <Link to="/settings/integrations" {...props} />}>Integrations</Button>}
      flush
    >
      <ul className={styles.list}>
        {there.map(each => (
          <Line key={each.name} connection={each} />
        ))}
        {missing.length > 0 && (
          <li className={`${styles.line} dim`}>
            Not set up: {missing.map(({ name }) => connectionNames[name]).join(', ')}.
          </li>
        )}
      </ul>
    </Card>
  )
}

function Line({ connection }: { connection: Connection }) {
  const { name, detail, lastAt, waiting, failed } = connection
  return (
    <li className={styles.line} aria-label={connectionNames[name]}>
      <span className={styles.name}>{connectionNames[name]}</span>
      <Chip tone={failed > 0 ? 'amber' : 'green'}>{failed > 0 ? 'Needs care' : 'Set up'}</Chip>
      {detail && <span className="dim">{detail}</span>}
      <span className="grow" />
      {failed > 0 && <span className={styles.failed}>{count(failed)} failed</span>}
      {waiting > 0 && <span className="dim">{count(waiting)} waiting</span>}
      {lastAt && (
        <span className="dim">
          Last went well <Time at={lastAt} />
        </span>
      )}
    </li>
  )
}
