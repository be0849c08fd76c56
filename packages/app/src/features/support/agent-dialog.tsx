import { Button, Group, Modal, NumberInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import { compact } from '../../url/params.ts'
import type { Agent } from './conversation.ts'

export const agentTypes = {
  chat: 'Chat',
  support: 'Support',
  technical: 'Technical',
  sales: 'Sales',
  escalation: 'Escalation',
} as const satisfies Record<Agent['type'], string>

const isType = (value: string | null): value is Agent['type'] => value !== null && value in agentTypes

/** Adds an assistant, or changes one. */
export function AgentDialog({ editing, onClose }: { editing: Agent | 'new' | null; onClose: () => void }) {
  const agent = editing === 'new' ? null : editing
  return (
    <Modal
      size="lg"
      opened={editing !== null}
      onClose={onClose}
      title={agent ? `Change ${agent.name}` : 'Add an assistant'}
    >
      {editing && <Form key={agent?.id ?? 'new'} agent={agent} onClose={onClose} />}
    </Modal>
  )
}

const blank = {
  name: '',
  type: 'support' as Agent['type'],
  active: true,
  model: null as string | null,
  temperature: null as number | null,
  maxTokens: null as number | null,
  categories: [] as string[],
  languages: [] as string[],
  capabilities: [] as string[],
  prompt: null as string | null,
}

const numberOrNull = (value: string | number) => (typeof value === 'number' ? value : null)

function Form({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const { trpc } = useApi()
  const [draft, setDraft] = useState<typeof blank>(agent ?? blank)
  const set = (patch: Partial<typeof blank>) => setDraft(before => ({ ...before, ...patch }))
  const done = { onSuccess: onClose, onError: tellFailure }
  const create = useMutation(trpc.agents.create.mutationOptions(done))
  const update = useMutation(trpc.agents.update.mutationOptions(done))
  const save = () => {
    const { name, type, active, model, temperature, maxTokens, categories, languages, capabilities } = draft
    const fields = { name, type, active, temperature, maxTokens, categories, languages, capabilities }
    const input = { ...fields, model: model?.trim() || null, ...compact({ prompt: draft.prompt?.trim() || undefined }) }
    if (agent) update.mutate({ id: agent.id, ...input })
    else create.mutate(input)
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          required
          maxLength={100}
          value={draft.name}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <Group grow align="start">
          <Select
            label="Type"
            allowDeselect={false}
            data={Object.entries(agentTypes).map(([value, label]) => ({ value, label }))}
            value={draft.type}
            onChange={type => isType(type) && set({ type })}
          />
          <TextInput
            label="Model"
            placeholder="The one of the installation"
            value={draft.model ?? ''}
            onChange={event => set({ model: event.currentTarget.value })}
          />
        </Group>
        <Group grow>
          <NumberInput
            label="Temperature"
            min={0}
            max={2}
            step={0.1}
            value={draft.temperature ?? ''}
            onChange={value => set({ temperature: numberOrNull(value) })}
          />
          <NumberInput
            label="Longest reply, in tokens"
            min={1}
            max={200_000}
            value={draft.maxTokens ?? ''}
            onChange={value => set({ maxTokens: numberOrNull(value) })}
          />
        </Group>
        <Group grow align="start">
          <TagsInput
            label="Categories"
            description="None: all"
            value={draft.categories}
            onChange={categories => set({ categories })}
          />
          <TagsInput
            label="Languages"
            description="As in de or pt-BR; none: all"
            value={draft.languages}
            onChange={languages => set({ languages })}
          />
        </Group>
        <TagsInput label="Capabilities" value={draft.capabilities} onChange={capabilities => set({ capabilities })} />
        <Textarea
          label="Prompt"
          description="A change is kept as a new version"
          autosize
          minRows={4}
          maxRows={14}
          maxLength={20_000}
          value={draft.prompt ?? ''}
          onChange={event => set({ prompt: event.currentTarget.value })}
        />
        <Switch
          label="Answers customers"
          checked={draft.active}
          onChange={event => set({ active: event.currentTarget.checked })}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={draft.name.trim() === ''}
            loading={create.isPending || update.isPending}
          >
            {agent ? 'Save the change' : 'Add'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
