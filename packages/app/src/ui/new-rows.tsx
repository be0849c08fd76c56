import type { ReactNode } from 'react'
import styles from './new-rows.module.css'

interface NewRowsProps {
  /** How many wait. */
  children: ReactNode
  onShow: () => void
}

/** Stands over a list whose order is held under the pointer: what waits comes when it is pressed. */
export const NewRows = ({ children, onShow }: NewRowsProps) => (
  <button type="button" className={styles.chip} onClick={onShow}>
    {children}
  </button>
)
