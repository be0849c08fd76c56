import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'

/** Who has taken the issue on, and the button (key `a`) to take it or to let it go. */
export function Assignee({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const { session } = useShell()
  const assign = useMutation(trpc.issues.assign.mutationOptions({ onError: tellFailure }))
  const mayWrite = useMay('write')
  const mine = issue.assignee?.id === session.person.id
  const toggle = () => assign.mutate({ id: issue.id, assigneeId: mine ? null : session.person.id })
  useHotkeys([['a', () => mayWrite && !assign.isPending && toggle()]])
  return (
    <>
      {issue.assignee?.name ?? <span className="dim">No one</span>}
      {mayWrite && (
        <Button variant="transparent" size="compact-xs" loading={assign.isPending} onClick={toggle}>
          {mine ? 'Let go' : 'Assign to me'}
        </Button>
      )}
    </>
  )
}
