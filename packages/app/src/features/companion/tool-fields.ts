import { msToDay } from '../dashboards/days.ts'
import type { ToolName } from './companion.ts'

/** A field of a tool's form; its key says where the value goes: `filters.preset`. */
export interface Field {
  key: string
  label: string
  kind: 'choice' | 'date' | 'text' | 'lines' | 'number' | 'list'
  options?: readonly { value: string; label: string }[]
  initial?: string
  /** A day field begins so many days before today. */
  before?: number
  placeholder?: string
  /** Shown when more is asked for. */
  further?: boolean
}

const choices = (...values: string[]) =>
  values.map(value => ({ value, label: value.replace(/[_A-Z]/g, part => ` ${part.replace('_', '').toLowerCase()}`) }))

const days: Field = {
  ...{ key: 'filters.preset', label: 'Days', kind: 'choice', initial: '30d' },
  options: [
    { value: '7d', label: 'Last 7 days' },
    { value: '30d', label: 'Last 30 days' },
    { value: '90d', label: 'Last 90 days' },
    { value: 'ytd', label: 'This year' },
  ],
}

/** What of the essays is counted; an empty choice means all. */
const narrowed = (prefix: '' | 'filters.'): Field[] => {
  const all = (what: string) => ({ value: '', label: `All ${what}` })
  const choice = (key: string, label: string, options: Field['options']): Field => ({
    ...{ key: `${prefix}${key}`, label, kind: 'choice', initial: '', further: true, options: options ?? [] },
  })
  return [
    choice('turnaround', 'Turnaround', [all('turnarounds'), ...choices('standard', 'express', 'urgent')]),
    choice('status', 'Status', [all('statuses'), ...choices('unassigned', 'assigned', 'completed', 'cancelled')]),
    choice('customerType', 'Customers', [all('customers'), ...choices('single', 'multi')]),
    { key: `${prefix}channel`, label: 'Channel', kind: 'text', placeholder: 'All channels', further: true },
  ]
}

/** Days of one's own in place of the ready-made ones, and what of the essays is counted. */
const filters: Field[] = [
  { key: 'filters.from', label: 'Or from', kind: 'date', further: true },
  { key: 'filters.to', label: 'To', kind: 'date', further: true },
  ...narrowed('filters.'),
]

const pages = choices('overview', 'revenue', 'customers', 'quality', 'operations', 'support', 'usage')

/** What each tool is asked for by hand. */
export const toolFields: Readonly<Record<ToolName, readonly Field[]>> = {
  dashboard: [
    {
      ...{ key: 'page', label: 'Page', kind: 'choice', initial: 'overview' },
      options: [...pages, ...choices('late_deliveries', 'unassigned')],
    },
    days,
    ...filters,
  ],
  compare_periods: [
    { key: 'page', label: 'Page', kind: 'choice', initial: 'revenue', options: pages },
    { key: 'current.from', label: 'From', kind: 'date', before: 29 },
    { key: 'current.to', label: 'To', kind: 'date', before: 0 },
    { key: 'baseline.from', label: 'Against, from', kind: 'date', before: 59 },
    { key: 'baseline.to', label: 'Against, to', kind: 'date', before: 30 },
    ...narrowed(''),
  ],
  top_movers: [
    {
      ...{ key: 'by', label: 'By', kind: 'choice', initial: 'channel' },
      options: choices('channel', 'location', 'turnaround', 'status', 'draft'),
    },
    {
      ...{ key: 'measure', label: 'Measure', kind: 'choice', initial: 'netRevenue' },
      options: choices('essays', 'netRevenue', 'totalRevenue', 'late'),
    },
    days,
    ...filters,
  ],
  sql: [
    {
      ...{ key: 'query', label: 'Query', kind: 'lines' },
      placeholder: 'select channel, count(*) as essays from companion_essays group by 1 order by 2 desc',
    },
  ],
  chart: [
    { key: 'call', label: 'Result (the number of its q)', kind: 'number', initial: '1' },
    { key: 'kind', label: 'Kind', kind: 'choice', initial: 'bar', options: choices('bar', 'line') },
    { key: 'table', label: 'Table (the first if empty)', kind: 'text' },
    { key: 'x', label: 'Column along the axis', kind: 'text' },
    { key: 'y', label: 'Columns with numbers, with commas', kind: 'list' },
    { key: 'title', label: 'Title', kind: 'text', initial: 'Chart' },
  ],
}

export const initialValues = (tool: ToolName, now = Date.now()): Record<string, string> =>
  Object.fromEntries(
    toolFields[tool].map(({ key, initial = '', before }) => [
      key,
      before === undefined ? initial : msToDay(now - before * 86_400_000),
    ]),
  )

type Args = Record<string, unknown>

/** The arguments that a filled form means; empty fields are left out. */
export function argsOf(tool: ToolName, values: Readonly<Record<string, string>>): Args {
  const args: Args = {}
  for (const { key, kind } of toolFields[tool]) {
    const text = values[key]?.trim() ?? ''
    if (text === '') continue
    const [outer = key, inner] = key.split('.')
    const value = kind === 'number' ? Number(text) : kind === 'list' ? text.split(',').map(part => part.trim()) : text
    args[outer] = inner === undefined ? value : { ...Object(args[outer]), [inner]: value }
  }
  const chosen = Object(args.filters)
  // Days of one's own take the place of the ready-made ones.
  if ('from' in chosen || 'to' in chosen) args.filters = { ...chosen, preset: undefined }
  return args
}
