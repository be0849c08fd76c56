import { Button, Stack } from '@mantine/core'
import type { Outputs } from '../../data/api.ts'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useDesktop } from '../../shell/desktop.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { useRemoveSample } from '../home/sample-banner.tsx'

type ApiKey = Outputs['apiKeys']['list']['items'][number]

const columns: readonly Column<ApiKey>[] = [
  { key: 'name', title: 'Name', fixed: true, render: key => key.name },
  { key: 'key', title: 'Key', render: key => <span className="mono">{key.publicKey ?? `${key.prefix}…`}</span> },
  { key: 'scopes', title: 'May', render: key => key.scopes.map(scope => <Chip key={scope}>{scope}</Chip>) },
  {
    key: 'created',
    title: 'Made',
    width: 104,
    align: 'right',
    render: key => <Time at={key.createdAt} className="dim" />,
  },
  {
    key: 'used',
    title: 'Last used',
    width: 104,
    align: 'right',
    render: key => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : <span className="faint">never</span>),
  },
]

const roles = { owner: 'Owner', admin: 'Admin', agent: 'Agent', viewer: 'Viewer', member: 'Customer' } as const

/** The workspace, its keys and its sample data. */
export function SettingsPage() {
  const { trpc } = useApi()
  const { workspace } = useShell()
  const isAdmin = workspace?.role === 'owner' || workspace?.role === 'admin'
  const about = useLiveQuery(trpc.workspace.get.queryOptions({}), { pace: 5_000 })
  return (
    <Page title="Settings" crumb={workspace?.name}>
      <Stack gap="md" maw={840}>
        <Card title="Workspace">
          <Async query={about} compact>
            {({ name, slug, timeZone, id }) => (
              <FactGrid
                columns="two"
                facts={[
                  { label: 'Name', value: name },
                  { label: 'Short name', value: slug },
                  { label: 'Time zone', value: timeZone.replaceAll('_', ' ') },
                  { label: 'Your role', value: workspace ? roles[workspace.role] : '–' },
                  { label: 'Id', value: <span className="mono">{id}</span> },
                ]}
              />
            )}
          </Async>
        </Card>
        {isAdmin && <Keys />}
        {about.data && <Sample sample={about.data.sample} mayRemove={isAdmin} />}
        <DesktopCard />
      </Stack>
    </Page>
  )
}

function Keys() {
  const { trpc } = useApi()
  const keys = useLiveQuery(trpc.apiKeys.list.queryOptions({}))
  return (
    <Card title="API keys" flush>
      <DataTable
        name="keys"
        label="API keys"
        columns={columns}
        rows={keys.data?.items}
        rowKey={key => key.id}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        empty={
          <Empty title="No keys" compact>
            The first write key is made when the server first starts.
          </Empty>
        }
      />
    </Card>
  )
}

function Sample({ sample, mayRemove }: { sample: Outputs['workspace']['get']['sample']; mayRemove: boolean }) {
  const remove = useRemoveSample()
  return (
    <Card
      title="Sample data"
      actions={
        sample.present &&
        mayRemove && (
          <Button color="red" variant="light" onClick={() => remove.mutate({})} loading={remove.isPending}>
            Remove sample data
          </Button>
        )
      }
    >
      {sample.present ? (
        <FactGrid
          columns="two"
          facts={[
            { label: 'Events', value: count(sample.events) },
            { label: 'Funnels', value: count(sample.funnels) },
            { label: 'Issues', value: count(sample.issues) },
            { label: 'People', value: count(sample.people) },
          ]}
        />
      ) : (
        <p className="dim">There is none: everything here is your own.</p>
      )}
    </Card>
  )
}

function DesktopCard() {
  const desktop = useDesktop()
  if (!desktop) return null
  return (
    <Card title="This app" actions={<Button onClick={() => void desktop.changeServer()}>Change server</Button>}>
      <p className="dim">Forgets the sign-in on this computer and asks for another server's address.</p>
    </Card>
  )
}
