import { Button, Group, NumberInput, SimpleGrid, Stack } from '@mantine/core'
import { useState } from 'react'
import { duration } from '../../../format/number.ts'
import { Card } from '../../../ui/card.tsx'

export interface NumberField<Key extends string> {
  key: Key
  label: string
  /** `$` is kept in millionths. */
  unit: 'min' | 'tokens' | '$'
  min: number
  /** In what is kept. */
  max: number
}

type Some<Key extends string> = { [K in Key]?: number }

export interface NumbersCardProps<Key extends string> {
  title: string
  note: string
  fields: readonly NumberField<Key>[]
  values: Readonly<Record<Key, number>>
  mayChange: boolean
  saving: boolean
  /** Gets what was changed; calls `done` when it is kept. */
  onSave: (changed: Some<Key>, done: () => void) => void
  action: string
}

/** The field gives a text where a number would lose what was typed, such as `0.50`. */
const amountOf = (typed: number | string): number => (typed === '' ? Number.NaN : Number(typed))

const scales = { min: 1, tokens: 1, $: 1_000_000 } as const

/** Numbers that are saved together. Those that were not touched here follow what others save. */
export function NumbersCard<Key extends string>(props: NumbersCardProps<Key>) {
  const { title, note, fields, values, mayChange, saving, onSave, action } = props
  const [draft, setDraft] = useState<{ [K in Key]?: number | string | undefined }>({})
  const changed: Some<Key> = {}
  for (const { key, unit } of fields) {
    const typed = draft[key]
    const value = typed === undefined ? values[key] : Math.round(amountOf(typed) * scales[unit])
    if (value !== values[key]) changed[key] = value
  }
  const isWrong = fields.some(({ key }) => Number.isNaN(changed[key]))
  return (
    <Card title={title}>
      <form
        onSubmit={event => {
          event.preventDefault()
          onSave(changed, () => setDraft({}))
        }}
      >
        <Stack gap="md">
          <p className="dim">{note}</p>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
            {fields.map(({ key, label, unit, min, max }) => {
              const kept = values[key] / scales[unit]
              const value = draft[key] ?? kept
              return (
                <NumberInput
                  key={key}
                  label={label}
                  {...(unit === 'min' &&
                    typeof value === 'number' &&
                    value >= 60 && { description: duration(value * 60) })}
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  {...(unit === '$' ? { prefix: '$', decimalScale: 2 } : { suffix: ` ${unit}`, allowDecimal: false })}
                  thousandSeparator=","
                  min={min}
                  max={max / scales[unit]}
                  disabled={!mayChange}
                  value={value}
                  onChange={next => setDraft(before => ({ ...before, [key]: next }))}
                  onBlur={() => changed[key] === undefined && setDraft(before => ({ ...before, [key]: undefined }))}
                />
              )
            })}
          </SimpleGrid>
          {mayChange && (
            <Group justify="flex-end">
              <Button type="submit" loading={saving} disabled={isWrong || Object.keys(changed).length === 0}>
                {action}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  )
}
