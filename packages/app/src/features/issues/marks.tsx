import { Chip, Mark } from '../../ui/chip.tsx'
import { severityTones, statusTones } from './issue-rules.ts'
import { type Severity, type Status, severities, statuses } from './issue-search.ts'

/** Where an issue stands. */
export function StatusChip({ status }: { status: Status }) {
  return <Chip tone={statusTones[status]}>{statuses[status]}</Chip>
}

/** How bad it is: a chip with the word. */
export function SeverityChip({ severity }: { severity: Severity }) {
  return <Chip tone={severityTones[severity]}>{severities[severity]}</Chip>
}

/** How bad it is: the square in a row; green once the rate has come back. */
export function SeverityMark({ severity, recovered = false }: { severity: Severity; recovered?: boolean }) {
  return recovered ? (
    <Mark tone="green" label={`${severities[severity]}, recovered`} />
  ) : (
    <Mark tone={severityTones[severity]} label={severities[severity]} />
  )
}
