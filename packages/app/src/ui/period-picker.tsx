import { Button, Menu, Popover, Skeleton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { range } from '../format/time.ts'
import { type PeriodText, parseRange, presetName, presetNames, presets } from '../url/period.ts'

const CustomPeriod = lazy(() => import('./custom-period.tsx').then(module => ({ default: module.CustomPeriod })))

/** A period in words: `Last 24 hours`, or its two ends. */
export function periodLabel(value: PeriodText): string {
  const name = presetName(value)
  if (name) return presets[name].label
  const custom = parseRange(value)
  return custom ? range(custom.from, custom.to) : presets['24h'].label
}

export interface PeriodPickerProps {
  value: PeriodText
  onChange: (value: PeriodText) => void
  /** A further choice that only the page understands. */
  extra?: { value: string; label: string }
}

/** Chooses a period, ready-made or between two moments. */
export function PeriodPicker({ value, onChange, extra }: PeriodPickerProps) {
  const [custom, setCustom] = useState(false)
  return (
    <Popover opened={custom} onChange={setCustom} position="bottom-start" trapFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button rightSection={<IconChevronDown size={14} />}>
                {extra?.value === value ? extra.label : periodLabel(value)}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {extra && <Menu.Item onClick={() => onChange(extra.value)}>{extra.label}</Menu.Item>}
              {presetNames.map(name => (
                <Menu.Item key={name} onClick={() => onChange(name)} fw={name === value ? 500 : 400}>
                  {presets[name].label}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setCustom(true)}>Between two moments…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={<Skeleton height={120} width={264} />}>
          <CustomPeriod
            value={value}
            onChoose={next => {
              onChange(next)
              setCustom(false)
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
