import { absolute, clock, dayAndTime, type Moment, relative, toMs } from '../format/time.ts'
import { useNow } from './clock.tsx'

export interface TimeProps {
  at: Moment
  /** `relative` (the default), `clock` for rows of one day, `date` for a day with its time. */
  show?: 'relative' | 'clock' | 'date'
  className?: string | undefined
}

/** A moment: short to read, in full with its zone on hover. */
export function Time({ at, show = 'relative', className }: TimeProps) {
  const ms = toMs(at)
  if (Number.isNaN(ms)) return <span className={className}>–</span>
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)} className={className}>
      {show === 'clock' ? clock(ms) : show === 'date' ? dayAndTime(ms) : <Age ms={ms} />}
    </time>
  )
}

/** Apart, so that only ages follow the clock. */
function Age({ ms }: { ms: number }) {
  return relative(ms, useNow())
}
