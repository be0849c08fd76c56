import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { FilterOption } from '../../ui/filter-bar.tsx'
import styles from './funnel-edit-page.module.css'
import { type DraftStep, humanise, readWhat } from './funnel-steps.ts'

/** What a step can wait for: names that arrived lately, with how often. */
export interface Known {
  events: readonly FilterOption[]
  steps: readonly FilterOption[]
}

export interface StepEditorProps {
  step: DraftStep
  index: number
  last: number
  known: Known
  error: string | undefined
  onChange: (step: DraftStep) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

/** One step of the builder: what to wait for, its name, and properties that must hold. */
export function StepEditor({ step, index, last, known, error, onChange, onMove, onRemove }: StepEditorProps) {
  const label = `Step ${index + 1}`
  const chosen = readWhat(step.what)
  return (
    <li className={styles.step}>
      <span className={styles.number} aria-hidden>
        {index + 1}
      </span>
      <WhatPicker
        label={label}
        known={known}
        value={step.what}
        error={error}
        onChange={what => onChange({ ...step, what })}
      />
      <TextInput
        className={styles.shown}
        label="Shown as"
        placeholder={chosen ? humanise(chosen.name) : 'Name of the step'}
        value={step.name}
        maxLength={200}
        onChange={event => onChange({ ...step, name: event.currentTarget.value })}
      />
      <div className={styles.tools}>
        <ActionIcon aria-label={`Move ${label} up`} disabled={index === 0} onClick={() => onMove(-1)} size={32}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Move ${label} down`} disabled={index === last} onClick={() => onMove(1)} size={32}>
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${label}`} disabled={last < 2} onClick={onRemove} size={32}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Properties step={step} onChange={onChange} />
    </li>
  )
}

interface WhatPickerProps {
  label: string
  known: Known
  value: string
  error: string | undefined
  onChange: (what: string) => void
}

function WhatPicker({ label, known, value, error, onChange }: WhatPickerProps) {
  const [typed, setTyped] = useState('')
  const events = known.events.map(option => ({ value: `event:${option.value}`, label: option.label }))
  const steps = known.steps.map(option => ({ value: `step:${option.value}`, label: option.label }))
  const listed = new Set([...events, ...steps].map(option => option.value))
  // A name that has not arrived yet can be typed: funnels are often built before the tracking is.
  const unseen = [value, typed.trim() && `event:${typed.trim()}`].filter(
    (what, index, all) => what && !listed.has(what) && readWhat(what) && all.indexOf(what) === index,
  )
  return (
    <Select
      className={styles.what}
      label={`${label}: event or step`}
      placeholder="Choose or type a name"
      searchable
      value={value || null}
      error={error}
      onChange={what => what && onChange(what)}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage="Type the name of an event"
      maxDropdownHeight={280}
      data={[
        { group: 'Events', items: events },
        { group: 'Named steps', items: steps },
        { group: 'Not seen yet', items: unseen.map(what => ({ value: what, label: readWhat(what)?.name ?? what })) },
      ].filter(group => group.items.length > 0)}
    />
  )
}

function Properties({ step, onChange }: { step: DraftStep; onChange: (step: DraftStep) => void }) {
  const set = (properties: DraftStep['properties']) => onChange({ ...step, properties })
  const edit = (at: number, part: Partial<DraftStep['properties'][number]>) =>
    set(step.properties.map((each, index) => (index === at ? { ...each, ...part } : each)))
  return (
    <div className={styles.properties}>
      {step.properties.map((property, index) => (
        <div key={index} className={styles.property}>
          <TextInput
            aria-label="Property"
            placeholder="Property, such as plan"
            value={property.key}
            onChange={event => edit(index, { key: event.currentTarget.value })}
          />
          <span className="dim">is</span>
          <TextInput
            aria-label="Value"
            placeholder="Value, such as pro"
            value={property.value}
            onChange={event => edit(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label="Remove the property"
            onClick={() => set(step.properties.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={() => set([...step.properties, { key: '', value: '' }])}>
        Only where a property is…
      </Button>
    </div>
  )
}
