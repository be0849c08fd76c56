import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './account.module.css'

export type Me = Outputs['people']['me']

/** One's own name, as others see it. */
export function NameForm({ me }: { me: Me }) {
  const { trpc, queryClient } = useApi()
  const router = useRouter()
  const [draft, setDraft] = useState<string | null>(null)
  const name = draft ?? me.name ?? ''
  const update = useMutation(
    trpc.people.updateMe.mutationOptions({
      onSuccess: async after => {
        queryClient.setQueryData(trpc.people.me.queryKey({}), after)
        setDraft(null)
        tell('Name saved.')
        await queryClient.invalidateQueries(trpc.auth.session.pathFilter())
        await router.invalidate()
      },
      onError: tellFailure,
    }),
  )
  return (
    <form
      className={styles.line}
      onSubmit={event => {
        event.preventDefault()
        update.mutate({ name: name.trim() || null })
      }}
    >
      <TextInput
        className="grow"
        label="Name"
        autoComplete="name"
        value={name}
        onChange={event => setDraft(event.currentTarget.value)}
        maxLength={200}
      />
      <Button type="submit" loading={update.isPending} disabled={name.trim() === (me.name ?? '')}>
        Save name
      </Button>
    </form>
  )
}
