import { Button, Group, SegmentedControl, Select, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { absolute } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './reports.module.css'
import type { WeekStart } from './span.ts'

type Schedule = Outputs['reports']['schedule']

/** When the reader wants reports of their own work. */
export function ScheduleCard() {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const schedule = useLiveQuery(trpc.reports.schedule.queryOptions({}))
  return (
    <Card title="My reports" aside={schedule.data && !schedule.data.isSet && <Chip tone="amber">Not switched on</Chip>}>
      <Async query={schedule}>
        {saved =>
          mayWrite ? (
            <Form saved={saved} />
          ) : (
            <p className="dim">Reports are written of the work of agents, admins and owners.</p>
          )
        }
      </Async>
    </Card>
  )
}

const fieldsOf = ({ timeZone, daily, weekly, weekStart, byEmail }: Schedule) => ({
  ...{ timeZone, daily, weekly, weekStart, byEmail },
})
type Fields = ReturnType<typeof fieldsOf>

/** Names that people look for, where browsers list the ones of before. */
const renamed = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk']

/** Every zone that this browser knows, and the one that is set. */
const zonesWith = (zone: string) =>
  [...new Set([zone, 'UTC', ...renamed, ...Intl.supportedValuesOf('timeZone')])].sort()

const weekStarts = [
  { value: 'monday', label: 'Monday' },
  { value: 'sunday', label: 'Sunday' },
] as const satisfies { value: WeekStart; label: string }[]

/** Fields that were not touched here follow what is saved elsewhere. */
function Form({ saved }: { saved: Schedule }) {
  const { trpc, queryClient } = useApi()
  const [draft, setDraft] = useState<Partial<Fields>>({})
  const save = useMutation(
    trpc.reports.setSchedule.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.reports.schedule.queryKey({}), after)
        setDraft({})
        tell('The schedule is saved.')
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
        save.mutate(shown)
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
          description={nextWords(saved.nextWeeklyAt, saved.timeZone) ?? 'At the midnight after each week'}
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
        <Select
          label="Time zone"
          searchable
          allowDeselect={false}
          limit={100}
          nothingFoundMessage="No such zone"
          data={zonesWith(shown.timeZone)}
          value={shown.timeZone}
          onChange={timeZone => timeZone && set({ timeZone })}
        />
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
      <Allowance allowance={saved.allowance} />
      <Group justify="flex-end">
        <Button type="submit" variant="filled" loading={save.isPending} disabled={isSame}>
          {saved.isSet ? 'Save the schedule' : 'Switch it on'}
        </Button>
      </Group>
    </form>
  )
}

const nextWords = (at: string | null, timeZone: string): string | null =>
  at && `Next: ${absolute(at, timeZone).replace(/:00(?= )/, '')}`

function Allowance({ allowance: { free, used, isLimited } }: { allowance: Schedule['allowance'] }) {
  if (!isLimited) return null
  const isOver = used >= free
  return (
    <p className={isOver ? styles.gate : styles.hint} role={isOver ? 'alert' : undefined}>
      <span>
        {isOver
          ? `All ${free} free reports of this month are written. The next ones come next month, or with a plan.`
          : `${used} of ${free} free reports of this month are written.`}{' '}
        <Link to="/billing" className="link">
          Plans and payments
        </Link>
      </span>
    </p>
  )
}
