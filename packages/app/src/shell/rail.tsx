import { Menu } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useApi } from '../data/api.ts'
import { readDashboardSearch } from '../features/dashboards/dashboard-search.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useDesktopBadge } from './desktop.ts'
import { type Counts, type NavEntry, nav, navFor, settingsEntry } from './nav.ts'
import styles from './rail.module.css'
import { useShell } from './shell-context.ts'

/** The way around: entries by group, with counts of what waits. */
export function Rail({ onNavigate, onWorkspace }: { onNavigate?: () => void; onWorkspace: (id: string) => void }) {
  const { trpc } = useApi()
  const counts = useLiveQuery(trpc.workspace.counts.queryOptions({})).data
  useDesktopBadge(counts?.openIssues)
  const { workspace } = useShell()
  const groups = new Map<NavEntry['group'], NavEntry[]>()
  for (const entry of navFor(workspace?.role)) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return (
    <nav className={styles.rail} aria-label="Main">
      <Workspace onWorkspace={onWorkspace} />
      {[...groups].map(([group, entries]) => (
        <div key={group ?? 'first'}>
          {group && <h2 className={styles.heading}>{group}</h2>}
          {entries.map(entry => (
            <Entry key={entry.to} entry={entry} counts={counts} onNavigate={onNavigate} />
          ))}
        </div>
      ))}
      <span className="grow" />
      <Entry entry={settingsEntry} counts={counts} onNavigate={onNavigate} />
    </nav>
  )
}

interface EntryProps {
  entry: NavEntry
  counts: Counts | undefined
  onNavigate: (() => void) | undefined
}

function Entry({ entry, counts, onNavigate }: EntryProps) {
  const { pathname, search } = useLocation()
  const goesAlong = entry.filtered === true && nav.some(({ to, filtered }) => filtered && pathname.endsWith(to))
  const waiting = counts && entry.count ? entry.count(counts) : 0
  return (
    <Link
      to={entry.to}
      search={goesAlong ? readDashboardSearch(search) : {}}
      className={styles.entry}
      activeOptions={{ exact: entry.to === '/' || entry.exact === true, includeSearch: false }}
      onClick={onNavigate}
    >
      {entry.label}
      {waiting > 0 && (
        <span className={styles.count} data-urgent={entry.urgent}>
          {waiting}
          <span className="sr-only"> waiting</span>
        </span>
      )}
    </Link>
  )
}

function Workspace({ onWorkspace }: { onWorkspace: (id: string) => void }) {
  const { session, workspace } = useShell()
  const name = workspace?.name ?? 'No workspace'
  const face = (
    <>
      <span className={styles.logo} aria-hidden>
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="cut grow">{name}</span>
    </>
  )
  if (session.workspaces.length < 2) return <div className={styles.workspace}>{face}</div>
  return (
    <Menu position="bottom-start" width={192}>
      <Menu.Target>
        <button type="button" className={styles.workspace} aria-label={`Workspace ${name}. Switch`}>
          {face}
          <IconSelector size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Workspaces</Menu.Label>
        {session.workspaces.map(each => (
          <Menu.Item key={each.id} fw={each.id === workspace?.id ? 500 : 400} onClick={() => onWorkspace(each.id)}>
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
