import { Select, type SelectProps } from '@mantine/core'

/** Names that people look for, where browsers list the ones of before. */
const renamed = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Ho_Chi_Minh', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk']

/** Every zone that this browser knows, and the one that is set. */
const zonesWith = (zone: string) =>
  [...new Set([zone, 'UTC', ...renamed, ...Intl.supportedValuesOf('timeZone')])].sort()

interface ZoneSelectProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: string
  onChange: (zone: string) => void
}

/** Chooses a time zone by a part of its name. */
export function ZoneSelect({ value, onChange, ...props }: ZoneSelectProps) {
  return (
    <Select
      {...props}
      searchable
      allowDeselect={false}
      limit={100}
      nothingFoundMessage="No such zone"
      data={zonesWith(value).map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      value={value}
      onChange={zone => zone && onChange(zone)}
    />
  )
}
