import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Frame } from './frame.tsx'
import styles from './portal.module.css'
import { PortalLink, type PortalPath } from './portal-link.tsx'
import { SignOut } from './sign-out.tsx'

const pages: ReadonlyArray<readonly [to: PortalPath, name: string]> = [
  ['/home', 'Home'],
  ['/essays', 'Essays'],
  ['/support', 'Support'],
  ['/account', 'Account'],
  ['/sessions', 'Sessions'],
  ['/billing', 'Billing'],
]

/** A page of somebody who is signed in: the way around, a heading, and the rest in one column. */
export function MemberPage({
  title,
  heading,
  wide = false,
  children,
}: {
  title: string
  heading?: string
  wide?: boolean
  children: ReactNode
}) {
  const { pathname } = useLocation()
  return (
    <Frame
      title={title}
      narrow={!wide}
      nav={
        <nav className={styles.nav} aria-label="Main">
          {pages.map(([to, name]) => (
            <PortalLink
              key={to}
              to={to}
              className={styles.tab}
              aria-current={pathname === to || pathname.startsWith(`${to}/`) ? 'page' : undefined}
            >
              {name}
            </PortalLink>
          ))}
        </nav>
      }
      corner={<SignOut />}
    >
      <h1 className={styles.welcome}>{heading ?? title}</h1>
      <div className={styles.stack}>{children}</div>
    </Frame>
  )
}
