import { absolute, clock, day, dayAndTime, type Moment, relative, toMs } from '../format/time.ts'
import { useNow } from './clock.tsx'

export interface TimeProps {
  at: Moment
  /** `relative` (the default), `clock` for rows of one day, `date` for a day with its time, `day` without. */
  show?: 'relative' | 'clock' | 'date' | 'day'
  className?: string | undefined
}

const written = { clock: (ms: number) => clock(ms), date: (ms: number) => dayAndTime(ms), day: (ms: number) => day(ms) }

/** A moment: short to read, in full with its zone on hover. */
export function Time({ at, show = 'relative', className }: TimeProps) {
  const ms = toMs(at)
  if (Number.isNaN(ms)) return <span className={className}>–</span>
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)} className={className}>
      {show === 'relative' ? <Age ms={ms} /> : written[show](ms)}
    </time>
  )
}

/** Apart, so that only ages follow the clock. */
function Age({ ms }: { ms: number }) {
  return relative(ms, useNow())
}
