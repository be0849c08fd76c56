import { Button, Group, NumberInput, Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

type Settings = Outputs['issues']['settings']
type Preset = Settings['presets'][number]

const names: Readonly<Record<Preset['name'], string>> = {
  conservative: 'Conservative',
  default: 'Default',
  aggressive: 'Aggressive',
  classic: 'Classic',
}
const days = 'compared with the same hours of the last seven days'

/** What a preset asks for, in words. */
function explain({ name, minDropPoints, minVisits }: Preset): string {
  return name === 'classic'
    ? `More than ${minDropPoints} points below the last seven days, in ${plural(minVisits, 'visit')} of the last hour or day, at two standard errors. Knows no hours and no days of the week: expect many false issues.`
    : `About ${minDropPoints} points or more, in ${plural(minVisits, 'visit')} (fewer for a larger drop), ${days}.`
}

/** How drops are found, and when a fix is measured. */
export function DetectionCard() {
  const { trpc } = useApi()
  const settings = useLiveQuery(trpc.issues.settings.queryOptions())
  return (
    <Card title="Detection">
      <Async query={settings} compact>
        {data => <DetectionForm settings={data} />}
      </Async>
    </Card>
  )
}

interface Draft {
  preset?: Preset['name'] | undefined
  minutes?: number | string | undefined
}

function DetectionForm({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin')
  const { trpc, queryClient } = useApi()
  // Only what was changed here is kept here: the rest follows what others save.
  const [draft, setDraft] = useState<Draft>({})
  const change = (part: Draft) => setDraft(before => ({ ...before, ...part }))
  const preset = draft.preset ?? settings.preset
  const minutes = draft.minutes ?? settings.measureAfterMinutes
  const update = useMutation(
    trpc.issues.updateSettings.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.issues.settings.queryKey(), after)
        setDraft({})
        tell('Detection saved. It holds from the next scan on.')
      },
      onError: tellFailure,
    }),
  )
  const isSame = preset === settings.preset && minutes === settings.measureAfterMinutes
  const measureAfterMinutes = typeof minutes === 'number' ? minutes : null
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (!measureAfterMinutes) return
        update.mutate({ ...(draft.preset && { preset }), ...(draft.minutes && { measureAfterMinutes }) })
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label="A step opens an issue when it falls by"
          value={preset}
          onChange={value => {
            const chosen = settings.presets.find(({ name }) => name === value)
            if (chosen) change({ preset: chosen.name === settings.preset ? undefined : chosen.name })
          }}
        >
          <Stack gap="xs" mt={8}>
            {settings.presets.map(one => (
              <Radio
                key={one.name}
                value={one.name}
                label={names[one.name]}
                description={explain(one)}
                disabled={!mayChange}
              />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label="Minutes from a fix to its measurement"
          description="As soon as enough visits came by then; else it is tried again."
          value={minutes}
          onChange={value => change({ minutes: value === settings.measureAfterMinutes ? undefined : value })}
          min={1}
          max={10_080}
          allowDecimal={false}
          disabled={!mayChange}
          maw={360}
        />
        {!mayChange && <p className="dim">Owners and admins set this.</p>}
        {mayChange && (
          <Group justify="flex-end">
            <Button type="submit" loading={update.isPending} disabled={isSame || !measureAfterMinutes}>
              Save detection
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
