import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { compact } from '../../url/params.ts'
import { sources, type WebhookSearch } from './webhook-search.ts'

/** Where the list shows what failed or was given up: the way to apply all of it again, as after a mistake here. */
export function ReplayMany({ search, enabled }: { search: WebhookSearch; enabled: boolean }) {
  const { status } = search
  if (status !== 'failed' && status !== 'dead') return null
  return <Replay search={search} status={status} enabled={enabled} />
}

interface ReplayProps {
  search: WebhookSearch
  status: 'failed' | 'dead'
  enabled: boolean
}

function Replay({ search, status, enabled }: ReplayProps) {
  const { trpc } = useApi()
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const replay = useMutation(
    trpc.webhooks.replayMany.mutationOptions({
      onSuccess: ({ replayed, left }) => {
        close()
        const rest = left > 0 ? ` ${plural(left, 'delivery', 'deliveries')} are left: replay once more.` : ''
        tell(`${plural(replayed, 'delivery', 'deliveries')} will be applied again.${rest}`)
      },
      onError: tellFailure,
    }),
  )
  return (
    <>
      <Button disabled={!enabled} onClick={() => setAsking(true)}>
        Replay all
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={status === 'dead' ? 'Replay all that was given up?' : 'Replay all that failed?'}
        action="Replay"
        pending={replay.isPending}
        onConfirm={() => replay.mutate({ status, ...compact({ source: search.source, search: search.q }) })}
      >
        All deliveries of this list{search.source && ` of ${sources[search.source]}`} are applied again, the oldest
        first, 500 at a time. What was applied before, or is older than what is known, changes nothing.
      </Confirm>
    </>
  )
}
