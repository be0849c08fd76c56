import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'

export interface ConfirmProps {
  opened: boolean
  onClose: () => void
  /** A question: `Remove Mei?` */
  title: string
  /** What the button does, as a verb with its object. */
  action: string
  onConfirm: () => void
  pending: boolean
  /** The button is red: this takes something away. */
  danger?: boolean
  /** What has to be typed first, for what cannot be undone. */
  typed?: string
  children: ReactNode
}

/** Asks before something is done, and says what will come of it. */
export function Confirm(props: ConfirmProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <Question {...props} />
    </Modal>
  )
}

/** Inside the dialog, so that each opening begins with an empty field. */
function Question({ onClose, action, onConfirm, pending, danger = false, typed, children }: ConfirmProps) {
  const [text, setText] = useState('')
  const ready = typed === undefined || text.trim() === typed
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (ready) onConfirm()
      }}
    >
      <Stack gap="md">
        <div>{children}</div>
        {typed !== undefined && (
          <TextInput
            data-autofocus
            label={`Type ${typed} to confirm`}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            {...(danger && { color: 'red' })}
            disabled={!ready}
            loading={pending}
            data-autofocus={typed === undefined || undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
