import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Outputs } from '../../../data/api.ts'
import { Card } from '../../../ui/card.tsx'
import { useSaveSettings } from './use-save-settings.ts'

const fields = [
  {
    key: 'greeting',
    label: 'Greeting',
    description: 'Read before a customer writes, and answered to a greeting',
    placeholder: 'The product’s own greeting',
  },
  {
    key: 'offline',
    label: 'When nobody is on duty',
    description: 'Said when a customer asks for a person and nobody is there',
    placeholder: 'The product’s own words',
  },
] as const
type Key = (typeof fields)[number]['key']

/** What customers read from the house itself. Words that were not touched here follow what others save. */
export function WordsCard({ settings, mayChange }: { settings: Outputs['support']['settings']; mayChange: boolean }) {
  const [draft, setDraft] = useState<{ [K in Key]?: string }>({})
  const save = useSaveSettings()
  const changed = fields.filter(({ key }) => draft[key] !== undefined && draft[key].trim() !== (settings[key] ?? ''))
  return (
    <Card title="What customers read">
      <form
        onSubmit={event => {
          event.preventDefault()
          const words: { [K in Key]?: string | null } = {}
          for (const { key } of changed) words[key] = draft[key]?.trim() || null
          save.mutate(words, { onSuccess: () => setDraft({}) })
        }}
      >
        <Stack gap="md">
          <p className="dim">In every language as it stands here; left empty, in the customer’s language.</p>
          {fields.map(({ key, label, description, placeholder }) => (
            <Textarea
              key={key}
              {...{ label, description, placeholder }}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={500}
              disabled={!mayChange}
              value={draft[key] ?? settings[key] ?? ''}
              onChange={({ currentTarget: { value } }) => setDraft(before => ({ ...before, [key]: value }))}
            />
          ))}
          {mayChange && (
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending} disabled={changed.length === 0}>
                Save the words
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  )
}
