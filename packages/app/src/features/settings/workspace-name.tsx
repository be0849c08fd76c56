import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'

/** What the workspace is called, here, in its portal and in its e-mails. */
export function WorkspaceName({ name }: { name: string }) {
  const { trpc, queryClient } = useApi()
  const [draft, setDraft] = useState<string | null>(null)
  const shown = draft ?? name
  const update = useMutation(
    trpc.workspace.update.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.workspace.get.queryKey({}), after)
        setDraft(null)
        tell('Workspace renamed.')
      },
      onError: tellFailure,
    }),
  )
  const isSame = shown.trim() === name || shown.trim() === ''
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (!isSame) update.mutate({ name: shown.trim() })
      }}
    >
      <Group gap="xs">
        <TextInput
          className="grow"
          maw={320}
          aria-label="Name of the workspace"
          value={shown}
          onChange={event => setDraft(event.currentTarget.value)}
          maxLength={100}
        />
        <Button type="submit" loading={update.isPending} disabled={isSame}>
          Rename
        </Button>
      </Group>
    </form>
  )
}
