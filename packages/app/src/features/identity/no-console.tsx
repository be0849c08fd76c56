import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { Empty } from '../../ui/async.tsx'

/** For customers who come to the console's door: it is for staff. */
export function NoConsole() {
  const { trpc, queryClient } = useApi()
  const router = useRouter()
  const signOut = useMutation(
    trpc.auth.signOut.mutationOptions({
      onSettled: async () => {
        queryClient.clear()
        await router.invalidate()
      },
    }),
  )
  return (
    <main>
      <Empty
        title="This account has no console"
        action={
          <>
            <Button variant="filled" component="a" href="/home">
              Go to your account
            </Button>
            <Button onClick={() => signOut.mutate({})} loading={signOut.isPending}>
              Sign in as someone else
            </Button>
          </>
        }
      >
        The console is for the people who run the workspace. Ask its owner to make you one of them.
      </Empty>
    </main>
  )
}
