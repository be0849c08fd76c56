import { Button, SegmentedControl, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../data/api.ts'
import { EmailState } from '../features/account/email-state.tsx'
import { type Me, NameForm } from '../features/account/name-form.tsx'
import { PasswordForm } from '../features/account/password-form.tsx'
import { ErasureExplained } from '../features/people/erasure-explained.tsx'
import { useExportPerson } from '../features/people/use-export-person.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { Async } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { FactGrid } from '../ui/detail.tsx'
import { Time } from '../ui/time.tsx'
import { tell, tellFailure } from '../ui/toast.ts'
import { readTheme, themes } from './appearance.ts'
import { MemberPage } from './member-page.tsx'
import { useLeave } from './sign-out.tsx'

/** One's own account: who one is, the password, one's data, and the way out for good. */
export function AccountPage() {
  const { trpc } = useApi()
  const me = useLiveQuery(trpc.people.me.queryOptions({}))
  return (
    <MemberPage title="Account">
      <Async query={me}>
        {data => (
          <>
            <Card title="You">
              <Stack gap="md">
                <NameForm me={data} />
                <FactGrid
                  columns="two"
                  facts={[
                    { label: 'E-mail', value: <EmailState me={data} /> },
                    { label: 'Since', value: <Time at={data.createdAt} show="date" /> },
                  ]}
                />
              </Stack>
            </Card>
            <Preferences me={data} />
            {data.hasPassword && (
              <Card title="Password">
                <PasswordForm />
              </Card>
            )}
            <YourData me={data} />
          </>
        )}
      </Async>
    </MemberPage>
  )
}

const themeNames = { light: 'Light', dark: 'Dark', auto: 'As the device' } as const

/** Kept with the account, so that each device that one signs in on follows. */
function Preferences({ me }: { me: Me }) {
  const { trpc, queryClient } = useApi()
  const update = useMutation(
    trpc.people.updateMe.mutationOptions({
      onSuccess: after => queryClient.setQueryData(trpc.people.me.queryKey({}), after),
      onError: tellFailure,
    }),
  )
  return (
    <Card title="Preferences">
      <FactGrid
        columns="two"
        facts={[
          {
            label: 'Appearance',
            value: (
              <SegmentedControl
                aria-label="Appearance"
                value={readTheme(me.preferences) ?? 'auto'}
                onChange={theme => update.mutate({ preferences: { theme } })}
                data={themes.map(value => ({ value, label: themeNames[value] }))}
              />
            ),
          },
        ]}
      />
    </Card>
  )
}

function YourData({ me }: { me: Me }) {
  const { trpc } = useApi()
  const [asking, setAsking] = useState(false)
  const exported = useExportPerson()
  const leave = useLeave()
  const erase = useMutation(
    trpc.people.erase.mutationOptions({
      onSuccess: () => {
        leave()
        tell('Your account is deleted.')
      },
      onError: tellFailure,
    }),
  )
  return (
    <Card title="Your data">
      <Stack gap="md" align="flex-start">
        <p>Everything that is stored about you, as one file that programs can read (JSON).</p>
        <Button onClick={() => exported.mutate(me)} loading={exported.isPending}>
          Export my data
        </Button>
        <p>You can also leave for good. What can be deleted is deleted at once.</p>
        <Button color="red" variant="light" onClick={() => setAsking(true)}>
          Delete my account
        </Button>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Delete your account?"
        action="Delete for good"
        typed={me.email ?? 'delete'}
        danger
        pending={erase.isPending}
        onConfirm={() => erase.mutate({ id: me.id })}
      >
        <ErasureExplained whose="your" />
      </Confirm>
    </Card>
  )
}
