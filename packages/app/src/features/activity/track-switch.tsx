import { Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { useMay } from '../../shell/may.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

interface TrackSwitchProps {
  repository: { id: string; fullName: string; isTracked: boolean }
}

/** Whether syncs and reports take a repository into account. */
export function TrackSwitch({ repository: { id, fullName, isTracked } }: TrackSwitchProps) {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const track = useMutation(
    trpc.repositories.track.mutationOptions({
      onSuccess: (_, { tracked }) =>
        tell(`${fullName} is ${tracked ? 'tracked: syncs and reports take it in.' : 'no longer tracked.'}`),
      onError: tellFailure,
    }),
  )
  return (
    // A click here is not one on the row.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the click of the switch inside it to itself
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span onClick={event => event.stopPropagation()}>
      <Switch
        aria-label={`Track ${fullName}`}
        checked={track.isPending ? track.variables.tracked : isTracked}
        disabled={!mayWrite}
        onChange={event => track.mutate({ id, tracked: event.currentTarget.checked })}
      />
    </span>
  )
}
