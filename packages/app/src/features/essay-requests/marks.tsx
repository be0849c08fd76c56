import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Time } from '../../ui/time.tsx'
import { dueInWords } from '../support/due-words.ts'
import { type EssayItem, isOpen, type Status, statuses } from './essay.ts'

/** Where a request stands. */
export function StatusChip({ status }: { status: Status }) {
  return <Chip tone={statuses[status].tone}>{statuses[status].name}</Chip>
}

/** How long is left while it is open; it follows the clock. */
export function DueChip({ request }: { request: Pick<EssayItem, 'status' | 'dueAt'> }) {
  const now = useNow()
  if (!isOpen(request)) return null
  const left = Date.parse(request.dueAt) - now
  return <Chip tone={left < 0 ? 'red' : left < 86_400_000 ? 'amber' : 'neutral'}>{dueInWords(request.dueAt, now)}</Chip>
}

/** Both scores, or what stands in their place. */
export function scoreWords({
  currentScore,
  potentialScore,
}: Pick<EssayItem, 'currentScore' | 'potentialScore'>): string {
  if (currentScore === null && potentialScore === null) return 'Not given'
  const parts = [
    currentScore !== null && `${currentScore} now`,
    potentialScore !== null && `${potentialScore} possible`,
  ]
  return `${parts.filter(Boolean).join(', ')}, of 9`
}

/** When it was or is to be done. */
export function DoneOrDue({ request }: { request: EssayItem }) {
  if (request.completedAt) return <Time at={request.completedAt} show="date" />
  if (request.cancelledAt) return <Time at={request.cancelledAt} show="date" />
  return <Time at={request.dueAt} show="date" />
}
