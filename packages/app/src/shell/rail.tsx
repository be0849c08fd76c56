import { Menu } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconChevronRight, IconSelector } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useApi } from '../data/api.ts'
import { readDashboardSearch } from '../features/dashboards/dashboard-search.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useDesktopBadge } from './desktop.ts'
import { useMay } from './may.tsx'
import { type Counts, type NavEntry, nav, navFor, settingsEntry } from './nav.ts'
import { iconOf } from './nav-icons.ts'
import styles from './rail.module.css'
import { useShell } from './shell-context.ts'

/** The way around: entries by group, with counts of what waits. */
export function Rail({ onNavigate, onWorkspace }: { onNavigate?: () => void; onWorkspace: (id: string) => void }) {
  const { trpc } = useApi()
  const counts = useLiveQuery(trpc.workspace.counts.queryOptions({})).data
  useDesktopBadge(counts?.openIssues)
  const entries = navFor(useMay('admin'))
  const groups = new Map<NavEntry['group'], NavEntry[]>()
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return (
    <nav className={styles.rail} aria-label="Main">
      <Workspace onWorkspace={onWorkspace} />
      <div className={styles.entries} ref={useActiveInView()}>
        {[...groups].map(([group, entries]) => (
          <Group key={group ?? 'first'} group={group} entries={entries} counts={counts} onNavigate={onNavigate} />
        ))}
      </div>
      <div className={styles.foot}>
        <Entry entry={settingsEntry} counts={counts} onNavigate={onNavigate} />
      </div>
    </nav>
  )
}

/** The entry of the page that is open is in sight, also when the page was reached by search or by a link. */
function useActiveInView() {
  const { pathname } = useLocation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return list
}

interface GroupProps extends Omit<EntryProps, 'entry'> {
  group: NavEntry['group']
  entries: readonly NavEntry[]
}

const none: Record<string, boolean> = {}

/** Entries under their heading, which folds them away; the page that is open is always there, and what waits. */
function Group({ group, entries, ...rest }: GroupProps) {
  const { pathname } = useLocation()
  const [folded, setFolded] = useLocalStorage<Record<string, boolean>>({
    key: 'qd.rail',
    defaultValue: none,
    getInitialValueInEffect: false,
  })
  const isFolded = group !== undefined && folded[group] === true
  const waits = ({ count }: NavEntry) => rest.counts !== undefined && (count?.(rest.counts) ?? 0) > 0
  const shown = isFolded ? entries.filter(entry => waits(entry) || pathname.endsWith(entry.to)) : entries
  return (
    <div>
      {group && (
        <h2 className={styles.heading}>
          <button
            type="button"
            className={styles.fold}
            aria-expanded={!isFolded}
            onClick={() => setFolded(before => ({ ...before, [group]: !isFolded }))}
          >
            {group}
            <IconChevronRight size={12} aria-hidden />
          </button>
        </h2>
      )}
      {shown.map(entry => (
        <Entry key={entry.to} entry={entry} {...rest} />
      ))}
    </div>
  )
}

interface EntryProps {
  entry: NavEntry
  counts: Counts | undefined
  onNavigate: (() => void) | undefined
}

/** Whether the page belongs to an entry further down this one's path: `/reports/schedules` is not one of the reports. */
const isBelowAnother = ({ to }: NavEntry, pathname: string) =>
  nav.some(other => other.to.startsWith(`${to}/`) && pathname.startsWith(other.to))

function Entry({ entry, counts, onNavigate }: EntryProps) {
  const { pathname, search } = useLocation()
  const goesAlong = entry.filtered === true && nav.some(({ to, filtered }) => filtered && pathname.endsWith(to))
  const waiting = counts && entry.count ? entry.count(counts) : 0
  const Icon = iconOf(entry.to)
  return (
    <Link
      to={entry.to}
      search={goesAlong ? readDashboardSearch(search) : {}}
      className={styles.entry}
      activeOptions={{ exact: entry.to === '/' || isBelowAnother(entry, pathname), includeSearch: false }}
      onClick={onNavigate}
    >
      <Icon size={16} stroke={1.5} className={styles.icon} aria-hidden />
      <span className="cut">{entry.label}</span>
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
