import { type ReactNode, useId } from 'react'
import styles from './card.module.css'

export interface CardProps {
  title?: ReactNode
  /** Beside the title: chips, counts. */
  aside?: ReactNode
  actions?: ReactNode
  flush?: boolean
  children: ReactNode
}

/** A titled panel. `flush` lets lists and tables reach its edges. */
export function Card({ title, aside, actions, flush = false, children }: CardProps) {
  const id = useId()
  return (
    <section className={styles.card} {...(title ? { 'aria-labelledby': id } : {})}>
      {title && (
        <header className={styles.head}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {aside}
          <span className="grow" />
          {actions && <span className={styles.actions}>{actions}</span>}
        </header>
      )}
      {flush ? children : <div className={styles.body}>{children}</div>}
    </section>
  )
}
