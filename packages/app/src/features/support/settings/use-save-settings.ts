import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../../data/api.ts'
import { tell, tellFailure } from '../../../ui/toast.ts'

/** Saves a part of the settings; what came of it is shown at once. */
export function useSaveSettings() {
  const { trpc, queryClient } = useApi()
  return useMutation(
    trpc.support.updateSettings.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.support.settings.queryKey({}), after)
        tell('Support settings saved.')
      },
      onError: tellFailure,
    }),
  )
}
