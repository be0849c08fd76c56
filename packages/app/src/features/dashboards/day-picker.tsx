import { Button, Menu, Popover, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { type DashboardSearch, presetNames, presets, readDashboardSearch } from './dashboard-search.ts'
import { daysText, msToDay } from './days.ts'

export interface DayPickerProps {
  search: DashboardSearch
  onChange: (days: { p?: string; from?: string; to?: string }) => void
}

/** Chooses whole days: a ready-made period, or the first and the last day, both of which belong to it. */
export function DayPicker({ search, onChange }: DayPickerProps) {
  const [custom, setCustom] = useState(false)
  const { from, to } = search
  const label = from && to ? daysText({ from, to }) : presets[search.p ?? '30d']
  return (
    <Popover opened={custom} onChange={setCustom} position="bottom-start" trapFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button rightSection={<IconChevronDown size={14} />} aria-label={`Days: ${label}`}>
                {label}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {presetNames.map(name => (
                <Menu.Item
                  key={name}
                  onClick={() => onChange({ p: name })}
                  fw={!from && name === (search.p ?? '30d') ? 500 : 400}
                >
                  {presets[name]}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setCustom(true)}>Between two days…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <TwoDays
          search={search}
          onChoose={days => {
            onChange(days)
            setCustom(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function TwoDays({ search, onChoose }: { search: DashboardSearch; onChoose: DayPickerProps['onChange'] }) {
  const [from, setFrom] = useState(search.from ?? msToDay(Date.now() - 29 * 86_400_000))
  const [to, setTo] = useState(search.to ?? msToDay(Date.now()))
  const isValid = readDashboardSearch({ from, to }).from !== undefined
  return (
    <form
      style={{ display: 'grid', gap: 12, width: 224, padding: 8 }}
      onSubmit={event => {
        event.preventDefault()
        if (isValid) onChoose({ from, to })
      }}
    >
      <TextInput
        data-autofocus
        label="First day"
        type="date"
        value={from}
        onChange={event => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label="Last day"
        type="date"
        value={to}
        onChange={event => setTo(event.currentTarget.value)}
        error={from && to && !isValid ? 'Choose a last day that is not before the first, within ten years.' : null}
      />
      <Button type="submit" variant="filled" disabled={!isValid}>
        Show these days
      </Button>
    </form>
  )
}
