import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, type Ref, useId } from 'react'
import styles from './split.module.css'

export interface SplitProps {
  listLabel: string
  filters: ReactNode
  list: ReactNode
  detail: ReactNode
  /** Whether something is chosen: on narrow screens only one pane is shown. */
  chosen: boolean
  onBack: () => void
  detailRef?: Ref<HTMLElement>
}

/** List on the left, detail on the right, where people triage. */
export function Split({ listLabel, filters, list, detail, chosen, onBack, detailRef }: SplitProps) {
  const id = useId()
  return (
    <div className={styles.split} data-detail={chosen}>
      <section className={styles.list} aria-labelledby={id}>
        <h2 id={id} className="sr-only">
          {listLabel}
        </h2>
        <div className={styles.filters}>{filters}</div>
        <div className={styles.rows}>{list}</div>
      </section>
      <section className={styles.detail} aria-label="Detail" ref={detailRef ?? null} tabIndex={-1}>
        <div className={styles.back}>
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
            Back to the list
          </Button>
        </div>
        {detail}
      </section>
    </div>
  )
}
