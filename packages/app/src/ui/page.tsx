import { ActionIcon } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import clsx from 'clsx'
import { type ReactNode, useEffect } from 'react'
import { LiveDot } from '../live/live-dot.tsx'
import { LooksOn, useMay } from '../shell/may.tsx'
import { iconOf } from '../shell/nav-icons.ts'
import { PersonMenu } from '../shell/person-menu.tsx'
import { SearchButton } from '../shell/search-button.tsx'
import { useShell } from '../shell/shell-context.ts'
import styles from './page.module.css'
import { PageIcon } from './page-icon.ts'

export interface PageProps {
  title: string
  /** Beside the title, quieter: what part of it is shown. */
  crumb?: ReactNode
  /** The page's own buttons, at the right of the bar. */
  actions?: ReactNode
  /** `true` when the page brings its own panes and scrolling. */
  bare?: boolean
  children: ReactNode
}

/** The frame of every console page: top bar and content. */
export function Page({ title, crumb, actions, bare = false, children }: PageProps) {
  const shell = useShell()
  const mayWrite = useMay('write')
  const Icon = iconOf(useLocation().pathname)
  useEffect(() => {
    document.title = `${title} · Quarterdeck`
  }, [title])
  return (
    <main className={styles.page}>
      <header className={styles.top}>
        <ActionIcon className={styles.burger ?? ''} aria-label="Open the menu" onClick={shell.openRail}>
          <IconMenu2 size={18} />
        </ActionIcon>
        <div className={styles.titles}>
          <h1 className={styles.title}>{title}</h1>
          {crumb && <span className={styles.crumb}>{crumb}</span>}
        </div>
        <span className="grow" />
        <LiveDot />
        <SearchButton />
        {!mayWrite && <LooksOn />}
        {actions && <div className={styles.actions}>{actions}</div>}
        <PersonMenu />
      </header>
      <div id="content" tabIndex={-1} className={styles.body}>
        <PageIcon value={<Icon size={20} stroke={1.5} aria-hidden />}>
          {bare ? children : <div className={clsx(styles.padded, styles.width)}>{children}</div>}
        </PageIcon>
      </div>
    </main>
  )
}
