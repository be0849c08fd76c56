import { FilterBar } from '../../ui/filter-bar.tsx'
import { optionsOf } from '../../ui/filters.ts'
import { type Span, spanNames, spans, usualSpan } from './activity-search.ts'

/** Chooses of which time the figures are. */
export function SpanBar({ span, onChange }: { span: Span | undefined; onChange: (span: Span | undefined) => void }) {
  return (
    <FilterBar
      values={{ span: span ?? usualSpan }}
      onChange={(_, value) => {
        const chosen = spanNames.find(name => name === value)
        onChange(chosen === usualSpan ? undefined : chosen)
      }}
      filters={[{ key: 'span', label: 'Time', kind: 'choice', options: optionsOf(spanNames, spans), required: true }]}
    />
  )
}
