import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import { ZoneSelect } from '../../ui/zone-select.tsx'

/** By whose midnight the days of dashboards and reports begin. */
export function WorkspaceZone({ timeZone }: { timeZone: string }) {
  const { trpc, queryClient } = useApi()
  const update = useMutation(
    trpc.workspace.update.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.workspace.get.queryKey({}), after)
        // Every figure of a day is another one now.
        void queryClient.invalidateQueries()
        tell(`Days are counted by the clocks of ${after.timeZone.replaceAll('_', ' ')} now.`)
      },
      onError: tellFailure,
    }),
  )
  return (
    <ZoneSelect
      aria-label="Time zone of the workspace"
      maw={320}
      disabled={update.isPending}
      value={(update.isPending && update.variables.timeZone) || timeZone}
      onChange={zone => zone !== timeZone && update.mutate({ timeZone: zone })}
    />
  )
}
