import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { EssayRequest } from './essay.ts'

/** What a verb of a request answers is shown at once, before the stream tells of it. */
export function useShow() {
  const { trpc, queryClient } = useApi()
  const onSuccess = (after: EssayRequest) =>
    queryClient.setQueryData<EssayRequest>(trpc.essayRequests.get.queryKey({ id: after.id }), after)
  return { onSuccess, onError: tellFailure }
}
