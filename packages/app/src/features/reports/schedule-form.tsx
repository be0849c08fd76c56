import { Button, Group, SegmentedControl, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { absolute, toMs } from '../../format/time.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import { ZoneSelect } from '../../ui/zone-select.tsx'
import styles from './reports.module.css'
import { dayText, localDay, type WeekStart } from './span.ts'

export type Schedule = Outputs['reports']['schedule']

const fieldsOf = ({ timeZone, daily, weekly, weekStart, byEmail }: Schedule) => ({
  ...{ timeZone, daily, weekly, weekStart, byEmail },
})
type Fields = ReturnType<typeof fieldsOf>

const weekStarts = [
  { value: 'monday', label: 'Monday' },
  { value: 'sunday', label: 'Sunday' },
] as const satisfies { value: WeekStart; label: string }[]

interface ScheduleFormProps {
  saved: Schedule
  /** Whose it is, where it is not the reader's own. */
  personId?: string
  onSaved?: () => void
}

/** When somebody wants reports. Fields that were not touched here follow what is saved elsewhere. */
export function ScheduleForm({ saved, personId, onSaved }: ScheduleFormProps) {
  const { trpc, queryClient } = useApi()
  const [draft, setDraft] = useState<Partial<Fields>>({})
  const save = useMutation(
    trpc.reports.setSchedule.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.reports.schedule.queryKey(personId ? { personId } : {}), after)
        setDraft({})
        tell('The schedule is saved.')
        onSaved?.()
      },
      onError: tellFailure,
    }),
  )
  const shown: Fields = { ...fieldsOf(saved), ...draft }
  const set = (patch: Partial<Fields>) => setDraft(before => ({ ...before, ...patch }))
  const isSame = saved.isSet && Object.entries(fieldsOf(saved)).every(([key, value]) => Object(shown)[key] === value)
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        save.mutate({ ...shown, ...(personId && { personId }) })
      }}
    >
      <div className={styles.switches}>
        <Switch
          label="Daily, of the day before"
          description={nextWords(saved.nextDailyAt, saved.timeZone) ?? 'At the midnight after each day'}
          checked={shown.daily}
          onChange={event => set({ daily: event.currentTarget.checked })}
        />
        <Switch
          label="Weekly, of the week before"
          description={weeklyWords(saved)}
          checked={shown.weekly}
          onChange={event => set({ weekly: event.currentTarget.checked })}
        />
        <Switch
          label="By e-mail too"
          description="They are on this site in any case"
          checked={shown.byEmail}
          onChange={event => set({ byEmail: event.currentTarget.checked })}
        />
      </div>
      <div className={styles.pair}>
        <ZoneSelect label="Time zone" value={shown.timeZone} onChange={timeZone => set({ timeZone })} />
        <div>
          <div className={styles.label} aria-hidden>
            Weeks begin on
          </div>
          <SegmentedControl
            fullWidth
            size="sm"
            aria-label="Weeks begin on"
            data={weekStarts}
            value={shown.weekStart}
            onChange={weekStart => set({ weekStart })}
          />
        </div>
      </div>
      <Allowance allowance={saved.allowance} isOwn={!personId} />
      <Group justify="flex-end">
        <Button type="submit" variant="filled" loading={save.isPending} disabled={isSame}>
          {saved.isSet ? 'Save the schedule' : 'Switch it on'}
        </Button>
      </Group>
    </form>
  )
}

/** Where weeks were made to begin on another day, one of them is shorter or longer: that is said. */
function weeklyWords({ nextWeeklyAt, weeklyFrom, timeZone }: Schedule): string {
  const next = nextWords(nextWeeklyAt, timeZone)
  if (!next || !nextWeeklyAt || !weeklyFrom) return next ?? 'At the midnight after each week'
  const last = localDay(toMs(nextWeeklyAt) - 1, timeZone)
  return `${next}. It tells of ${dayText(weeklyFrom)} – ${dayText(last)}, so that no day is left out or told twice`
}

const nextWords = (at: string | null, timeZone: string): string | null =>
  at && `Next: ${absolute(at, timeZone).replace(/:00(?= )/, '')}`

interface AllowanceProps {
  allowance: Schedule['allowance']
  isOwn: boolean
}

function Allowance({ allowance: { free, used, isLimited }, isOwn }: AllowanceProps) {
  if (!isLimited) return null
  const isOver = used >= free
  return (
    <p className={isOver ? styles.gate : styles.hint} role={isOver ? 'alert' : undefined}>
      <span>
        {isOver
          ? `All ${free} free reports of this month are written. Those that are due are skipped until next month, unless there is a plan.`
          : `${used} of ${free} free reports of this month are written.`}{' '}
        {isOwn && (
          <Link to="/billing" className="link">
            Plans and payments
          </Link>
        )}
      </span>
    </p>
  )
}
