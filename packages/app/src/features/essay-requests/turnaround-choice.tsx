import { Radio } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { dayAndTime } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { type Turnaround, turnaroundNames, turnarounds } from './essay.ts'
import styles from './order.module.css'

interface TurnaroundChoiceProps {
  value: Turnaround
  onChange: (value: Turnaround) => void
  wordCount: number
  error?: string | undefined
}

/** How soon, with what each costs for so many words and when it would be done. */
export function TurnaroundChoice({ value, onChange, wordCount, error }: TurnaroundChoiceProps) {
  return (
    <Radio.Group
      label="Turnaround"
      value={value}
      onChange={raw => onChange(turnaroundNames.find(each => each === raw) ?? value)}
      error={error}
    >
      <div className={styles.turnarounds}>
        {turnaroundNames.map(each => (
          <Radio.Card key={each} value={each} aria-label={turnarounds[each]} className={styles.turnaround ?? ''}>
            <Radio.Indicator />
            <span>
              <span className={styles.name}>{turnarounds[each]}</span>
              <Quote turnaround={each} wordCount={wordCount} />
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}

/** Asked anew when the words have been the same for a moment. */
export function useQuote(turnaround: Turnaround, wordCount: number) {
  const { trpc } = useApi()
  const [asked] = useDebouncedValue(wordCount, 300)
  return useLiveQuery(trpc.essayRequests.quote.queryOptions({ wordCount: Math.min(asked, 1_000_000), turnaround }))
}

function Quote({ turnaround, wordCount }: { turnaround: Turnaround; wordCount: number }) {
  const quote = useQuote(turnaround, wordCount).data
  return (
    <span className={styles.quote}>
      {quote ? `${money(quote.price, quote.currency)}, by ${dayAndTime(quote.dueAt)}` : '…'}
    </span>
  )
}
