import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Message } from './conversation.ts'

/** Changes what was written. Whoever reads it sees that it was. */
export function EditDialog({ message, onClose }: { message: Message | null; onClose: () => void }) {
  return (
    <Modal opened={message !== null} onClose={onClose} title="Edit this message">
      {message && <Form key={message.id} message={message} onClose={onClose} />}
    </Modal>
  )
}

function Form({ message, onClose }: { message: Message; onClose: () => void }) {
  const { trpc } = useApi()
  const [text, setText] = useState(message.content)
  const edit = useMutation(trpc.messages.edit.mutationOptions({ onSuccess: onClose, onError: tellFailure }))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        edit.mutate({ id: message.id, content: text })
      }}
    >
      <Stack gap="md">
        <Textarea
          data-autofocus
          label="Message"
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4096}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={text.trim() === ''} loading={edit.isPending}>
            Save the change
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
