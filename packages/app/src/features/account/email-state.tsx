import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { Chip } from '../../ui/chip.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import type { Me } from './name-form.tsx'

/** One's e-mail address, whether it is confirmed, and the way to get another link. */
export function EmailState({ me }: { me: Me }) {
  const { trpc } = useApi()
  const send = useMutation(
    trpc.auth.sendVerification.mutationOptions({
      onSuccess: ({ sent }) =>
        tell(
          sent ? `A link is on its way to ${me.email}. It works for 24 hours.` : 'This address is confirmed already.',
        ),
      onError: tellFailure,
    }),
  )
  if (!me.email) return <span className="dim">Not given</span>
  return (
    <Group gap="xs">
      <span>{me.email}</span>
      {me.emailVerified ? (
        <Chip tone="green">Confirmed</Chip>
      ) : (
        <>
          <Chip tone="amber">Not confirmed</Chip>
          <Button size="compact-sm" onClick={() => send.mutate({})} loading={send.isPending}>
            {send.isSuccess ? 'Send again' : 'Send the link'}
          </Button>
        </>
      )}
    </Group>
  )
}
