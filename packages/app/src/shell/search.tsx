import '@mantine/spotlight/styles.layer.css'
import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useApi } from '../data/api.ts'
import { personName } from '../features/people/person-name.ts'
import { useMay } from './may.tsx'
import {
  accountEntry,
  integrationsEntry,
  navFor,
  ratesEntry,
  refusedEntry,
  settingsEntry,
  supportSettingsEntry,
} from './nav.ts'
import { iconOf } from './nav-icons.ts'

const [store, spotlight] = createSpotlight()

function PageMark({ to }: { to: string }) {
  const Icon = iconOf(to)
  return <Icon size={16} stroke={1.5} className="faint" aria-hidden />
}

/** The palette: jumps to pages, funnels, issues, repositories and people. Loaded when first asked for; `asked` grows with each request. */
export function Search({ asked }: { asked: number }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const mayAdmin = useMay('admin')
  const [text, setText] = useState('')
  useEffect(() => {
    if (asked > 0) spotlight.open()
  }, [asked])
  const funnels = useQuery(trpc.funnels.list.queryOptions({}))
  const search = text.trim()
  const issues = useQuery(trpc.issues.list.queryOptions({ limit: 8, ...(search && { search: search.slice(0, 200) }) }))
  const repositories = useQuery(
    trpc.repositories.list.queryOptions({ limit: 8, sort: 'active', ...(search && { search: search.slice(0, 200) }) }),
  )
  const people = usePeople(search)

  const mine = mayAdmin ? [integrationsEntry, refusedEntry] : []

  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: [...navFor(mayAdmin), settingsEntry, supportSettingsEntry, ratesEntry, ...mine, accountEntry].map(
        entry => ({
          id: entry.to,
          label: entry.label,
          leftSection: <PageMark to={entry.to} />,
          keywords: entry.keywords ?? '',
          onClick: () => void navigate({ to: entry.to }),
        }),
      ),
    },
    {
      group: 'Funnels',
      actions: (funnels.data?.items ?? []).map(funnel => ({
        id: funnel.id,
        label: funnel.name,
        description: `${funnel.steps.length} steps`,
        keywords: 'funnel',
        onClick: () => void navigate({ to: '/funnels/$funnelId', params: { funnelId: funnel.id } }),
      })),
    },
    {
      group: 'Issues',
      actions: (issues.data?.items ?? []).map(issue => ({
        id: issue.id,
        label: issue.title,
        description: `#${issue.number} · ${issue.funnelName}`,
        keywords: `issue ${issue.number}`,
        onClick: () => void navigate({ to: '/issues', search: { i: issue.id } }),
      })),
    },
    {
      group: 'Repositories',
      actions: (repositories.data?.items ?? []).map(repository => ({
        id: repository.id,
        label: repository.fullName,
        description: repository.description ?? '',
        keywords: 'repository',
        onClick: () => void navigate({ to: '/repositories/$repositoryId', params: { repositoryId: repository.id } }),
      })),
    },
    { group: 'People', actions: people },
  ]
  return (
    <Spotlight
      store={store}
      actions={groups}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      nothingFound="Nothing found. Try the name of a page, a funnel, an issue, a repository or a person."
      limit={12}
      scrollable
      attributes={{ content: { 'aria-label': 'Search or jump to' } }}
      centered={false}
      yOffset="14vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
      maxHeight={420}
      transitionProps={{ duration: 80 }}
      searchProps={{
        leftSection: <IconSearch size={16} />,
        placeholder: 'Search or jump to…',
        'aria-label': 'Search or jump to',
      }}
    />
  )
}

/** People who fit the search, by any of what the server looks into. */
function usePeople(search: string): SpotlightActionData[] {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const people = useQuery({
    ...trpc.people.list.queryOptions({ limit: 8, search: search.slice(0, 200) }),
    enabled: search.length > 1,
  })
  return (people.data?.items ?? []).map(person => ({
    id: person.id,
    label: personName(person),
    description: person.email ?? '',
    // The server found them by more than what is shown.
    keywords: `person ${search}`,
    onClick: () => void navigate({ to: '/people/$personId', params: { personId: person.id } }),
  }))
}
