import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../data/api.ts'
import { readFailure } from '../../../data/errors.ts'
import { minorDigits, money } from '../../../format/money.ts'
import { duration } from '../../../format/number.ts'
import { tell } from '../../../ui/toast.ts'
import { type Turnaround, turnaroundNames, turnarounds } from '../essay.ts'
import { isPriced, type RateField, type Rates, rateFields, readRates, showRates } from './rate-fields.ts'
import styles from './rates.module.css'

/** How long the essay of the example is: what applications ask for most. */
const words = 650

/** The rates, with what they come to. Fields that were not touched here follow what others save. */
export function RatesForm({ saved, mayChange }: { saved: Rates; mayChange: boolean }) {
  const [draft, setDraft] = useState<{ [Field in RateField]?: string | number }>({})
  const [isTried, setTried] = useState(false)
  const save = useSave(() => {
    setDraft({})
    setTried(false)
  })
  const shown = showRates(saved)
  const typed = { ...shown, ...draft }
  const { rates, faults } = readRates(typed)
  const failure = save.error ? readFailure(save.error) : null
  const read = showRates(rates)
  const isSame = rateFields.every(field => read[field] === shown[field])
  const digits = minorDigits(rates.currency)
  const unit = `\u00a0${rates.currency}`
  const propsOf = (field: RateField) => ({
    value: typed[field],
    disabled: !mayChange,
    // What was emptied is told when it is left so, not between two digits.
    error: (isTried || draft[field] !== '' ? faults[field] : undefined) ?? failure?.fields[field],
  })
  const put = (field: RateField) => (value: string | number) => {
    setDraft(before => ({ ...before, [field]: value }))
    save.reset()
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (Object.keys(faults).length === 0) save.mutate(rates)
      }}
    >
      <Stack gap="md">
        <div className={styles.row}>
          <TextInput
            label="Currency"
            maxLength={3}
            {...propsOf('currency')}
            onChange={({ currentTarget: { value } }) => put('currency')(value.toUpperCase())}
          />
          <NumberInput
            label="Minimum price"
            {...numbers}
            decimalScale={digits}
            suffix={unit}
            {...propsOf('minimumPrice')}
            onChange={put('minimumPrice')}
          />
        </div>
        {turnaroundNames.map(each => (
          <fieldset key={each} className={styles.rate}>
            <legend className={styles.name}>{turnarounds[each]}</legend>
            <div className={styles.row}>
              <NumberInput
                label="Price a word"
                {...numbers}
                decimalScale={digits + 4}
                suffix={unit}
                {...propsOf(`rates.${each}.pricePerWord`)}
                onChange={put(`rates.${each}.pricePerWord`)}
              />
              <NumberInput
                label="Done within"
                {...numbers}
                suffix={`\u00a0hours`}
                allowDecimal={false}
                {...propsOf(`rates.${each}.hours`)}
                onChange={put(`rates.${each}.hours`)}
              />
              <Example rates={isPriced(faults, each) ? rates : null} turnaround={each} />
            </div>
          </fieldset>
        ))}
        {failure && Object.keys(failure.fields).length === 0 && (
          <p role="alert" className={styles.failure}>
            {failure.message}
          </p>
        )}
        {mayChange && (
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={isSame}>
              Save rates
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

/** A number out of bounds is told, not changed in silence. */
const numbers = { clampBehavior: 'none', hideControls: true, thousandSeparator: ',' } as const

function useSave(onSaved: () => void) {
  const { trpc, queryClient } = useApi()
  return useMutation(
    trpc.essayRequests.setRates.mutationOptions({
      onSuccess: after => {
        queryClient.setQueryData(trpc.essayRequests.rates.queryKey(), after)
        void queryClient.invalidateQueries(trpc.essayRequests.quote.pathFilter())
        onSaved()
        tell('Essay rates saved.')
      },
    }),
  )
}

/** What an essay would cost by what stands in the fields, as the server says, and when it would be done. */
function Example({ rates, turnaround }: { rates: Rates | null; turnaround: Turnaround }) {
  const offer = useOffer(rates, turnaround)
  const hours = rates?.rates[turnaround].hours ?? Number.NaN
  return (
    <div role="status" aria-label={`${turnarounds[turnaround]}, ${words} words`} className={styles.example}>
      <span className={styles.label}>{words} words</span>
      <span>
        <strong>{offer ? money(offer.price, offer.currency) : '–'}</strong>
        {offer?.isMinimum && <span className="dim">, the minimum</span>}
        {offer && hours >= 1 && <span className="dim">{`, in ${duration(hours * 3_600)}`}</span>}
      </span>
    </div>
  )
}

/** What decides a price: hours, and the rates of other turnarounds, do not, and may be wrong meanwhile. */
function pricing({ currency, minimumPrice, rates }: Rates, turnaround: Turnaround): Rates {
  const rate = { pricePerWord: rates[turnaround].pricePerWord, hours: 1 }
  return { currency, minimumPrice, rates: { standard: rate, express: rate, urgent: rate } }
}

/** Asked anew when the fields have been the same for a moment. */
function useOffer(rates: Rates | null, turnaround: Turnaround) {
  const { trpc } = useApi()
  const [asked] = useDebouncedValue(rates && JSON.stringify(pricing(rates, turnaround)), 300)
  const quote = useQuery({
    ...trpc.essayRequests.quote.queryOptions({
      ...{ wordCount: words, turnaround },
      ...(asked !== null && { rates: JSON.parse(asked) as Rates }),
    }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return rates ? quote.data : undefined
}
