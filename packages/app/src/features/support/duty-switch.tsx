import { Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { tellFailure } from '../../ui/toast.ts'
import styles from './support.module.css'

/** Whether the reader takes escalations now. */
export function DutySwitch() {
  const { trpc, queryClient } = useApi()
  const me = useShell().session.person.id
  const mayWrite = useMay('write')
  const duty = useLiveQuery(trpc.escalations.duty.queryOptions({}))
  const set = useMutation(
    trpc.escalations.setDuty.mutationOptions({
      onSuccess: after => queryClient.setQueryData(trpc.escalations.duty.queryKey({}), after),
      onError: tellFailure,
    }),
  )
  const mine = duty.data?.items.find(({ person }) => person.id === me)
  if (!mine || !mayWrite) return null
  return (
    <Switch
      size="sm"
      className={styles.duty ?? ''}
      label="On duty"
      checked={set.isPending ? set.variables.onDuty : mine.onDuty}
      onChange={event => set.mutate({ onDuty: event.currentTarget.checked })}
    />
  )
}
