import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type Span, spanNames, spans, usualSpan } from './activity-search.ts'

/** Chooses of which time the figures are. */
export function SpanBar({ span, onChange }: { span: Span | undefined; onChange: (span: Span | undefined) => void }) {
  const chosen = span ?? usualSpan
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} />} aria-label={`Time: ${spans[chosen]}`}>
          {spans[chosen]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {spanNames.map(name => (
          <Menu.Item
            key={name}
            fw={name === chosen ? 500 : 400}
            onClick={() => onChange(name === usualSpan ? undefined : name)}
          >
            {spans[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
