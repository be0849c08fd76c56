import { Button, FileInput, Group, Modal, Progress, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readFailure } from '../../data/errors.ts'
import { count, plural } from '../../format/number.ts'
import { type CsvCell, csvFile } from '../../ui/csv.ts'
import { download } from '../../ui/download.ts'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import styles from './essays.module.css'
import { type ImportOptions, type ImportReport, type ImportState, useImport } from './use-import.ts'

/** Brings items in from a file, and tells which rows were refused and why. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { state, send, stop, again } = useImport()
  const isSending = state.at === 'sending'
  const close = () => {
    onClose()
    again()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Import essay items"
      size="lg"
      // What is on its way is stopped first.
      closeOnEscape={!isSending}
      closeOnClickOutside={!isSending}
      withCloseButton={!isSending}
    >
      {state.at === 'choice' && <Choice failure={state.failure} onSend={send} onCancel={close} />}
      {isSending && <Sending done={state.done} of={state.of} onStop={stop} />}
      {state.at === 'report' && <Report state={state} onAgain={again} onDone={close} />}
    </Modal>
  )
}

interface ChoiceProps {
  failure: unknown
  onSend: (file: File, options: ImportOptions) => void
  onCancel: () => void
}

function Choice({ failure, onSend, onCancel }: ChoiceProps) {
  const [file, setFile] = useState<File | null>(null)
  const [unit, setUnit] = useState<ImportOptions['revenueUnit']>('major')
  const [currency, setCurrency] = useState('USD')
  const code = currency.trim().toUpperCase()
  const isCode = /^[A-Z]{3}$/.test(code)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (file && isCode) onSend(file, { revenueUnit: unit, currency: code })
      }}
    >
      <Stack gap="md">
        <p className="dim">
          Each row needs item_id, draft, word_count, turnaround, revenue, item_status and submitted_at; student_id,
          student_acquisition_channel, student_is_multi_draft, student_location, essay_rating_numeric,
          satisfaction_rating and time_remaining_hours may be there. An item that is known is brought up to date.
        </p>
        <FileInput
          data-autofocus
          label="File"
          description="CSV with a head line, a JSON list, or JSON lines"
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
          value={file}
          onChange={setFile}
          clearable
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Select
            label="Revenue is in"
            value={unit}
            onChange={value => setUnit(value === 'minor' ? 'minor' : 'major')}
            data={[
              { value: 'major', label: 'Whole units, such as 12.50' },
              { value: 'minor', label: 'Minor units, such as 1250' },
            ]}
            allowDeselect={false}
          />
          <TextInput
            label="Currency of rows that name none"
            value={currency}
            maxLength={3}
            onChange={event => setCurrency(event.currentTarget.value)}
            error={isCode ? null : 'Three letters, such as USD.'}
          />
        </SimpleGrid>
        {failure !== undefined && <p role="alert">{inWords(failure)}</p>}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!file || !isCode}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A file that cannot be read says so itself; what the server refuses has more to it. */
const inWords = (failure: unknown): string =>
  failure instanceof Error && !('data' in failure) ? failure.message : readFailure(failure).message

function Sending({ done, of, onStop }: { done: number; of: number; onStop: () => void }) {
  return (
    <Stack gap="md">
      <p role="status">
        {count(done)} of {plural(of, 'row')}
      </p>
      <Progress value={of > 0 ? (100 * done) / of : 0} aria-label="Rows sent" />
      <Group justify="flex-end">
        <Button onClick={onStop}>Stop</Button>
      </Group>
    </Stack>
  )
}

/** The refused rows with their reasons and their own cells, so that they can be put right and sent again. */
function saveRefused({ unit, rejected }: ImportReport): void {
  const names = [...new Set(rejected.flatMap(({ row }) => Object.keys(row)))]
  const cell = (value: unknown): CsvCell =>
    typeof value === 'string' || typeof value === 'number' || value === null || value === undefined
      ? value
      : JSON.stringify(value)
  const file = csvFile(
    [...names, `refused_${unit.toLowerCase()}`, 'refused_code', 'refused_because'],
    rejected.map(({ at, code, message, row }) => [...names.map(name => cell(row[name])), at, code, message]),
  )
  download('refused-rows.csv', file)
}

/** Refused rows that the dialog lists; the file has all. */
const mostListed = 50

interface ReportProps {
  state: Extract<ImportState, { at: 'report' }>
  onAgain: () => void
  onDone: () => void
}

function Report({ state: { report, done, of, failure }, onAgain, onDone }: ReportProps) {
  const { unit, inserted, updated, unchanged, rejected } = report
  return (
    <div className={styles.report}>
      <KpiStrip small>
        <Kpi label="New" value={count(inserted)} />
        <Kpi label="Brought up to date" value={count(updated)} />
        <Kpi label="Already there" value={count(unchanged)} />
        <Kpi label="Refused" value={count(rejected.length)} tone={rejected.length > 0 ? 'red' : 'neutral'} />
      </KpiStrip>
      {done < of && (
        <p role="alert">
          {failure === undefined ? 'Stopped' : inWords(failure)} after {count(done)} of {plural(of, 'row')}. What was
          taken stays; send the same file again for the rest.
        </p>
      )}
      {rejected.length > 0 && (
        <>
          <p className="dim">
            {rejected.length > mostListed ? `The first ${mostListed} of the refused rows.` : 'The refused rows.'} Put
            them right in the file that you can save here, and import that one.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className={styles.refused} aria-label="Refused rows" tabIndex={0}>
            <ul>
              {rejected.slice(0, mostListed).map(({ at, message }) => (
                <li key={at}>
                  <span className="dim">
                    {unit} {count(at)}:
                  </span>{' '}
                  {message}
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
      <Group justify="flex-end" gap="xs">
        {rejected.length > 0 && <Button onClick={() => saveRefused(report)}>Save the refused rows</Button>}
        <Button onClick={onAgain}>Import another file</Button>
        <Button variant="filled" onClick={onDone}>
          Done
        </Button>
      </Group>
    </div>
  )
}
