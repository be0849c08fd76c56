import '@mantine/dates/styles.layer.css'
import { Button, Stack } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useState } from 'react'
import { toMs } from '../format/time.ts'
import { type PeriodText, parseRange, resolvePeriod } from '../url/period.ts'

/** Two moments, in the reader's own time zone. */
export function CustomPeriod({ value, onChoose }: { value: PeriodText; onChoose: (value: PeriodText) => void }) {
  const [period] = useState(() => resolvePeriod(value, Date.now()))
  const [from, setFrom] = useState<string | null>(localText(period.from))
  const [to, setTo] = useState<string | null>(localText(period.to))
  const chosen = from && to ? `${new Date(from).toISOString()}..${new Date(to).toISOString()}` : ''
  const valid = parseRange(chosen) !== null
  return (
    <Stack gap="xs" p="xs" w={264}>
      <DateTimePicker label="From" value={from} onChange={setFrom} popoverProps={{ withinPortal: false }} />
      <DateTimePicker
        label="To"
        value={to}
        onChange={setTo}
        popoverProps={{ withinPortal: false }}
        error={from && to && !valid ? 'Choose an end after the beginning.' : null}
      />
      <Button variant="filled" disabled={!valid} onClick={() => onChoose(chosen)}>
        Show this period
      </Button>
    </Stack>
  )
}

/** Mantine's pickers hold local times as `YYYY-MM-DD HH:mm:ss`. */
function localText(at: string): string {
  const date = new Date(toMs(at))
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:00`
}
