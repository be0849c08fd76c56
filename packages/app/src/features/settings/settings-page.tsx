import { Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useDesktop } from '../../shell/desktop.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { useRemoveSample } from '../home/sample-banner.tsx'
import { roles } from '../people/roles.ts'
import { DetectionCard } from './detection-card.tsx'
import { KeysCard } from './keys-card.tsx'
import { WorkspaceName } from './workspace-name.tsx'
import { WorkspaceZone } from './workspace-zone.tsx'

/** The workspace, how its drops are found, its keys and its sample data. */
export function SettingsPage() {
  const { trpc } = useApi()
  const { workspace } = useShell()
  const isAdmin = useMay('admin')
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
                  { label: 'Name', value: isAdmin ? <WorkspaceName name={name} /> : name },
                  { label: 'Short name', value: slug },
                  {
                    label: 'Time zone',
                    value: isAdmin ? <WorkspaceZone timeZone={timeZone} /> : timeZone.replaceAll('_', ' '),
                  },
                  { label: 'Your role', value: workspace ? roles[workspace.role].name : '–' },
                  { label: 'Id', value: <span className="mono">{id}</span> },
                ]}
              />
            )}
          </Async>
        </Card>
        <DetectionCard />
        <LinkCard title="Support" to="/settings/support">
          Due times, budgets of the assistants, greeting, canned replies.
        </LinkCard>
        <LinkCard title="Essay rates" to="/settings/essays">
          Price a word, hours and minimum price of what customers order.
        </LinkCard>
        {isAdmin && <KeysCard />}
        {isAdmin && (
          <LinkCard title="Integrations" to="/settings/integrations">
            Jira, GitHub, Slack, e-mail, your own programs, and the model that explains issues.
          </LinkCard>
        )}
        {about.data && <Sample sample={about.data.sample} />}
        <DesktopCard />
      </Stack>
    </Page>
  )
}

interface LinkCardProps {
  title: string
  to: '/settings/support' | '/settings/essays' | '/settings/integrations'
  children: string
}

/** Settings that have a page of their own. */
function LinkCard({ title, to, children }: LinkCardProps) {
  return (
    <Card
      title={title}
      actions={
        <Button aria-label={`Show ${title}`} renderRoot={props => <Link to={to} {...props} />}>
          Show
        </Button>
      }
    >
      <p className="dim">{children}</p>
    </Card>
  )
}

function Sample({ sample }: { sample: Outputs['workspace']['get']['sample'] }) {
  const mayRemove = useMay('admin')
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
            { label: 'Repositories', value: count(sample.repositories) },
            { label: 'Conversations', value: count(sample.conversations) },
            { label: 'Documents', value: count(sample.documents) },
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
