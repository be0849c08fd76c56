import { Chip, type Tone } from '../../ui/chip.tsx'
import { statuses } from '../dashboards/dashboard-search.ts'

const tones: Readonly<Record<keyof typeof statuses, Tone>> = {
  unassigned: 'amber',
  assigned: 'accent',
  completed: 'green',
  cancelled: 'neutral',
}

export const StatusChip = ({ status }: { status: keyof typeof statuses }) => (
  <Chip tone={tones[status]}>{statuses[status]}</Chip>
)
