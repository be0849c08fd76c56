import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { tellFailure } from '../../ui/toast.ts'

type Reply = Outputs['cannedReplies']['list']['items'][number]

/** Texts that staff send again and again. */
export function CannedRepliesCard() {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const [editing, setEditing] = useState<Reply | 'new' | null>(null)
  const replies = useLiveQuery(trpc.cannedReplies.list.queryOptions({}))
  const [removing, setRemoving] = useState<Reply | null>(null)
  const remove = useMutation(
    trpc.cannedReplies.remove.mutationOptions({ onSuccess: () => setRemoving(null), onError: tellFailure }),
  )
  return (
    <Card
      title="Canned replies"
      actions={mayWrite && <Button onClick={() => setEditing('new')}>Add a canned reply</Button>}
    >
      <Async
        query={replies}
        compact
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="dim">None yet. In a conversation they come by typing / and their shortcut.</p>}
      >
        {({ items }) => (
          <Stack gap="xs" component="ul">
            {items.map(reply => (
              <Group key={reply.id} component="li" gap="xs" wrap="nowrap">
                <span className="mono">/{reply.shortcut}</span>
                <span className="cut grow" title={reply.content}>
                  {reply.title}
                </span>
                <May right="write">
                  <Button size="compact-xs" aria-label={`Change ${reply.title}`} onClick={() => setEditing(reply)}>
                    Change
                  </Button>
                  <Button
                    size="compact-xs"
                    color="red"
                    variant="light"
                    aria-label={`Remove ${reply.title}`}
                    onClick={() => setRemoving(reply)}
                  >
                    Remove
                  </Button>
                </May>
              </Group>
            ))}
          </Stack>
        )}
      </Async>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={`Remove /${removing?.shortcut}?`}
        action="Remove the canned reply"
        onConfirm={() => removing && remove.mutate({ id: removing.id })}
        pending={remove.isPending}
        danger
      >
        What was sent with it stays as it is.
      </Confirm>
      <Modal opened={editing !== null} onClose={() => setEditing(null)} title="Canned reply">
        {editing && <Form reply={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      </Modal>
    </Card>
  )
}

function Form({ reply, onClose }: { reply: Reply | null; onClose: () => void }) {
  const { trpc } = useApi()
  const [draft, setDraft] = useState({
    shortcut: reply?.shortcut ?? '',
    title: reply?.title ?? '',
    content: reply?.content ?? '',
  })
  const set = (patch: Partial<typeof draft>) => setDraft(before => ({ ...before, ...patch }))
  const done = { onSuccess: onClose, onError: tellFailure }
  const create = useMutation(trpc.cannedReplies.create.mutationOptions(done))
  const update = useMutation(trpc.cannedReplies.update.mutationOptions(done))
  const ready = Object.values(draft).every(value => value.trim() !== '')
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (reply) update.mutate({ id: reply.id, ...draft })
        else create.mutate(draft)
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Shortcut"
          description="Letters, digits, - and _"
          maxLength={50}
          value={draft.shortcut}
          onChange={event => set({ shortcut: event.currentTarget.value })}
        />
        <TextInput
          label="Title"
          maxLength={200}
          value={draft.title}
          onChange={event => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label="Text"
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4096}
          value={draft.content}
          onChange={event => set({ content: event.currentTarget.value })}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending || update.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
