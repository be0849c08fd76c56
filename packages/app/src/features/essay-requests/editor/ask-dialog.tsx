import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'

const asks = {
  link: { title: 'Link', label: 'Address', action: 'Set the link', max: 2_048 },
  comment: { title: 'Comment on the selection', label: 'Comment', action: 'Comment', max: 2_000 },
} as const

type Asked = keyof typeof asks

interface AskDialogProps {
  asked: Asked | null
  onClose: () => void
  onAnswer: (text: string) => void
}

/** Asks where a link leads, or what is to be said of the chosen words. */
export function AskDialog({ asked, onClose, onAnswer }: AskDialogProps) {
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked && asks[asked].title}>
      {asked && <Form asked={asked} onClose={onClose} onAnswer={onAnswer} />}
    </Modal>
  )
}

/** An address as it was meant: `example.com` is on the web. */
const address = (text: string) =>
  /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : text.includes('@') ? `mailto:${text}` : `https://${text}`

function Form({ asked, onClose, onAnswer }: AskDialogProps & { asked: Asked }) {
  const { label, action, max } = asks[asked]
  const [text, setText] = useState('')
  const isLink = asked === 'link'
  const href = isLink ? address(text.trim()) : ''
  const wrong = isLink && text.trim() !== '' && !/^(https?|mailto):.+/i.test(href)
  const field = {
    ...{ label, value: text, maxLength: max, 'data-autofocus': true },
    error: wrong && 'A link begins with https:, http: or mailto:',
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        event.stopPropagation()
        if (text.trim() !== '' && !wrong) onAnswer(isLink ? href : text.trim())
      }}
    >
      <Stack gap="md">
        {isLink ? (
          <TextInput {...field} onChange={event => setText(event.currentTarget.value)} />
        ) : (
          <Textarea {...field} autosize minRows={3} onChange={event => setText(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={text.trim() === '' || wrong}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
