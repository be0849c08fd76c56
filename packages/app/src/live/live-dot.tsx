import { Tooltip } from '@mantine/core'
import styles from './live-dot.module.css'
import { useLiveState } from './live-provider.tsx'

const words = {
  connecting: { label: 'Connecting', hint: 'Opening the stream of changes.' },
  live: { label: 'Live', hint: 'This screen follows the server; nothing needs reloading.' },
  reconnecting: {
    label: 'Reconnecting',
    hint: 'The stream broke off. The screen asks again every 15 s until it is back.',
  },
  offline: { label: 'Offline', hint: 'This machine has no network. What you see is the last that arrived.' },
} as const

/** Says whether the screen follows the server. */
export function LiveDot() {
  const state = useLiveState()
  const { label, hint } = words[state]
  return (
    <Tooltip label={hint}>
      <span className={styles.dot} data-state={state} role="status">
        <span className={styles.label}>{label}</span>
      </span>
    </Tooltip>
  )
}
