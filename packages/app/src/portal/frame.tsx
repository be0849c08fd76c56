import clsx from 'clsx'
import { type ReactNode, useEffect } from 'react'
import styles from './portal.module.css'
import { PortalLink } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

/** The frame of the portal's pages: whose it is, and the way in or out. */
export function Frame({
  title,
  corner,
  nav,
  narrow = false,
  children,
}: {
  title: string
  corner: ReactNode
  nav?: ReactNode
  narrow?: boolean
  children: ReactNode
}) {
  const { workspaceName } = usePortal()
  const name = workspaceName ?? 'Quarterdeck'
  useEffect(() => {
    document.title = `${title} · ${name}`
  }, [title, name])
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <PortalLink to="/" className={styles.brand}>
          <span className={styles.logo} aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
          {name}
        </PortalLink>
        <span className="grow" />
        {nav}
        {corner}
      </header>
      <main className={clsx(styles.main, narrow && styles.narrow)}>{children}</main>
      <footer className={styles.foot}>{name}, run with Quarterdeck</footer>
    </div>
  )
}
