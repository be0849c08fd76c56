import type { Tone } from '../../ui/chip.tsx'
import { figureText } from './figures.ts'

interface Timed {
  timeRemainingHours: number | null
}

export type Severity = 'critical' | 'warning' | 'minor'

export const severities: Readonly<Record<Severity, { name: string; tone: Tone }>> = {
  critical: { name: 'Critical, more than 24 h', tone: 'red' },
  warning: { name: 'Warning, more than 12 h', tone: 'amber' },
  minor: { name: 'Minor', tone: 'neutral' },
}

/** By how much an item is late, in words. */
export const hoursLate = ({ timeRemainingHours }: Timed): string => figureText('hours', -(timeRemainingHours ?? 0))

/** More than 24 hours is critical, more than 12 a warning. */
export function severityTone({ timeRemainingHours }: Timed): Tone {
  const late = -(timeRemainingHours ?? 0)
  return severities[late > 24 ? 'critical' : late > 12 ? 'warning' : 'minor'].tone
}
