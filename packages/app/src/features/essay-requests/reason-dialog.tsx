import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'

interface ReasonDialogProps {
  opened: boolean
  onClose: () => void
  title: string
  label: string
  action: string
  required?: boolean
  danger?: boolean
  pending: boolean
  onGiven: (reason: string) => void
}

/** Asks for a word on what is about to be done; it stands in the history. */
export function ReasonDialog(props: ReasonDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <Form {...props} />
    </Modal>
  )
}

function Form({ onClose, label, action, required = false, danger = false, pending, onGiven }: ReasonDialogProps) {
  const [reason, setReason] = useState('')
  const ready = !required || reason.trim() !== ''
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (ready) onGiven(reason.trim())
      }}
    >
      <Stack gap="md">
        <Textarea
          data-autofocus
          label={required ? label : `${label} (optional)`}
          autosize
          minRows={2}
          maxLength={1_000}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="filled" {...(danger && { color: 'red' })} disabled={!ready} loading={pending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
