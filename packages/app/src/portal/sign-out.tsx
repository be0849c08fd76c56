import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../data/api.ts'
import { usePortalNavigate } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

/** Forgets who was here, and goes to the beginning. */
export function useLeave(): () => void {
  const { queryClient } = useApi()
  const { tracker } = usePortal()
  const go = usePortalNavigate()
  return () => {
    tracker?.reset()
    queryClient.clear()
    go('/')
  }
}

export function SignOut() {
  const { trpc } = useApi()
  const signOut = useMutation(trpc.auth.signOut.mutationOptions({ onSettled: useLeave() }))
  return (
    <Button onClick={() => signOut.mutate({})} loading={signOut.isPending}>
      Sign out
    </Button>
  )
}
