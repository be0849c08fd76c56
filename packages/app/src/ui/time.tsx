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
  const now = useNow()
  const ms = toMs(at)
  if (Number.isNaN(ms)) return <span className={className}>–</span>
  const text = show === 'clock' ? clock(ms) : show === 'date' ? dayAndTime(ms) : relative(ms, now)
  return (
    <time dateTime={new Date(ms).toISOString()} title={absolute(ms)} className={className}>
      {text}
    </time>
  )
}
