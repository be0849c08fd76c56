import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'
import styles from './with-panel.module.css'

export interface WithPanelProps {
  /** What the list is of, for those who do not see it. */
  label: string
  filters: ReactNode
  list: ReactNode
  /** What is chosen; null when nothing is. */
  panel: ReactNode | null
  panelRef?: Ref<HTMLElement>
  /** The panel holds a whole page's detail. */
  wide?: boolean
}

/** A table over the page's whole height, and what is chosen of it beside; on narrow screens in its place. */
export function WithPanel({ label, filters, list, panel, panelRef, wide = false }: WithPanelProps) {
  return (
    <div className={styles.layout} data-panel={panel !== null} data-wide={wide}>
      <section className={styles.list} aria-label={label}>
        <div className={styles.filters}>{filters}</div>
        <div className={styles.rows}>{list}</div>
      </section>
      {panel !== null && (
        <aside className={styles.panel} aria-label="What is chosen" ref={panelRef ?? null} tabIndex={-1}>
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
  /** What it holds brings its own margins. */
  flush?: boolean
  children: ReactNode
}

/** What fills the panel: a title, the way back, and the rest. */
export function Panel({ title, note, onClose, flush = false, children }: PanelProps) {
  return (
    <div className={styles.body} data-flush={flush}>
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
