import { Menu, Popover, TextInput } from '@mantine/core'
import { IconChevronDown, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import styles from './filter-bar.module.css'

export interface FilterOption {
  value: string
  label: string
  /** Quieter, at the right: a count. */
  note?: string
}

/** One filter: a choice among options, or a free text. Its `key` is the search parameter that holds it. */
export type Filter =
  | { key: string; label: string; kind: 'choice'; options: readonly FilterOption[]; required?: boolean }
  | { key: string; label: string; kind: 'text'; placeholder?: string }

export interface FilterBarProps {
  filters: readonly Filter[]
  /** The search parameters as they are. */
  values: Readonly<Record<string, unknown>>
  /** Sets one parameter; undefined removes it. */
  onChange: (key: string, value: string | undefined) => void
  children?: ReactNode
}

/** Filters that live in the URL. The page owns the parameters; this shows and changes them. */
export function FilterBar({ filters, values, onChange, children }: FilterBarProps) {
  return (
    <search className={styles.bar} aria-label="Filters">
      {filters.map(filter => {
        const raw = values[filter.key]
        const value = typeof raw === 'string' ? raw : undefined
        const set = (next: string | undefined) => onChange(filter.key, next)
        return filter.kind === 'choice' ? (
          <Choice key={filter.key} filter={filter} value={value} onChange={set} />
        ) : (
          <FreeText key={filter.key} filter={filter} value={value} onChange={set} />
        )
      })}
      {children}
    </search>
  )
}

interface OneProps<K extends Filter['kind']> {
  filter: Extract<Filter, { kind: K }>
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Choice({ filter, value, onChange }: OneProps<'choice'>) {
  const chosen = filter.options.find(option => option.value === value)
  const required = filter.required ?? false
  const words = chosen?.label ?? value
  const label = required
    ? [words, chosen?.note].filter(Boolean).join(' ')
    : value
      ? `${filter.label}: ${words}`
      : filter.label
  // Of a choice that is always made, the first is the usual one: colour is for what narrows.
  const isSet = required ? value !== filter.options[0]?.value : value !== undefined
  return (
    <span className={styles.filter} data-set={isSet} data-required={required}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={styles.open} aria-label={required ? `${filter.label}: ${label}` : undefined}>
            <span className="cut">{label}</span>
            {(required || !value) && <IconChevronDown size={12} aria-hidden />}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles.list}>
            {filter.options.length === 0 && <Menu.Label>Nothing to choose yet</Menu.Label>}
            {filter.options.map(option => (
              <Menu.Item
                key={option.value}
                onClick={() => onChange(option.value)}
                rightSection={option.note && <span className={styles.note}>{option.note}</span>}
                fw={option.value === value ? 500 : 400}
              >
                {option.label}
              </Menu.Item>
            ))}
          </div>
        </Menu.Dropdown>
      </Menu>
      {value && !required && <Clear label={filter.label} onClear={() => onChange(undefined)} />}
    </span>
  )
}

function FreeText({ filter, value, onChange }: OneProps<'text'>) {
  const [opened, setOpened] = useState(false)
  const [draft, setDraft] = useState('')
  const open = () => {
    setDraft(value ?? '')
    setOpened(true)
  }
  return (
    <span className={styles.filter} data-set={value !== undefined}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
        <Popover.Target>
          <button type="button" className={styles.open} onClick={open}>
            <span className="cut">{value ? `${filter.label}: ${value}` : filter.label}</span>
            {!value && <IconChevronDown size={12} aria-hidden />}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            className={styles.text}
            onSubmit={event => {
              event.preventDefault()
              onChange(draft.trim() || undefined)
              setOpened(false)
            }}
          >
            <TextInput
              data-autofocus
              aria-label={filter.label}
              placeholder={filter.placeholder ?? filter.label}
              value={draft}
              onChange={event => setDraft(event.currentTarget.value)}
              maxLength={200}
            />
          </form>
        </Popover.Dropdown>
      </Popover>
      {value && <Clear label={filter.label} onClear={() => onChange(undefined)} />}
    </span>
  )
}

function Clear({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <button type="button" className={styles.clear} aria-label={`Remove the filter ${label}`} onClick={onClear}>
      <IconX size={12} aria-hidden />
    </button>
  )
}
