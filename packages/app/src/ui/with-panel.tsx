import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './with-panel.module.css'

export interface WithPanelProps {
  /** What the list is of, for those who do not see it. */
  label: string
  filters: ReactNode
  list: ReactNode
  /** What is chosen; null when nothing is. */
  panel: ReactNode | null
}

/** A table over the page's whole height, and what is chosen of it beside; on narrow screens in its place. */
export function WithPanel({ label, filters, list, panel }: WithPanelProps) {
  return (
    <div className={styles.layout} data-panel={panel !== null}>
      <section className={styles.list} aria-label={label}>
        <div className={styles.filters}>{filters}</div>
        <div className={styles.rows}>{list}</div>
      </section>
      {panel !== null && (
        <aside className={styles.panel} aria-label="What is chosen">
          {panel}
        </aside>
      )}
    </div>
  )
}

export interface PanelProps {
  title: ReactNode
  note?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** What fills the panel: a title, the way back, and the rest. */
export function Panel({ title, note, onClose, children }: PanelProps) {
  return (
    <div className={styles.body}>
      <header className={styles.head}>
        <div className="grow">
          <h2 className={styles.title}>{title}</h2>
          {note && <div className="dim">{note}</div>}
        </div>
        <ActionIcon aria-label="Close the panel" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {children}
    </div>
  )
}
