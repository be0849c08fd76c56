import { Stack } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { roles } from '../people/roles.ts'
import { EmailState } from './email-state.tsx'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionsCard } from './sessions-card.tsx'

/** One's own account, for those who work in the console. */
export function AccountPage() {
  const { trpc, queryClient } = useApi()
  const router = useRouter()
  const { workspace } = useShell()
  const me = useLiveQuery(trpc.people.me.queryOptions({}))
  const leave = async () => {
    queryClient.clear()
    await router.invalidate()
  }
  return (
    <Page title="Account" crumb={workspace?.name}>
      <Stack gap="md" maw={840}>
        <Card title="You">
          <Async query={me} compact>
            {data => (
              <Stack gap="md">
                <NameForm me={data} />
                <FactGrid
                  columns="two"
                  facts={[
                    { label: 'E-mail', value: <EmailState me={data} /> },
                    { label: 'Role', value: `${roles[data.role].name}: may ${roles[data.role].may}` },
                    { label: 'Since', value: <Time at={data.createdAt} show="date" /> },
                  ]}
                />
              </Stack>
            )}
          </Async>
        </Card>
        {me.data?.hasPassword && (
          <Card title="Password">
            <PasswordForm />
          </Card>
        )}
        <SessionsCard title="Where you are signed in" onSignedOut={() => void leave()} />
      </Stack>
    </Page>
  )
}
