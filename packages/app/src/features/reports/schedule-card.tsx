import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ScheduleForm } from './schedule-form.tsx'

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
            <ScheduleForm saved={saved} />
          ) : (
            <p className="dim">You may only look here. An admin can have reports of your work written.</p>
          )
        }
      </Async>
    </Card>
  )
}
