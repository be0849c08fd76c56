import { SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRef } from 'react'
import { CannedReplies, useShortcuts } from './canned-replies.tsx'
import { Composer } from './composer.tsx'
import type { Conversation } from './conversation.ts'
import type { useOutgoing } from './use-outgoing.ts'

export interface StaffComposerProps {
  conversation: Conversation
  sending: ReturnType<typeof useOutgoing>
}

/** Where staff write: to the customer, or a note among themselves. */
export function StaffComposer({ conversation, sending }: StaffComposerProps) {
  const { draft, setDraft, send } = sending
  const { text, note } = draft
  const setText = (next: string) => setDraft({ text: next, note })
  const field = useRef<HTMLTextAreaElement>(null)
  const shortcuts = useShortcuts(text, setText)
  const begin = (asNote: boolean) => {
    setDraft({ text, note: asNote })
    field.current?.focus()
  }
  useHotkeys([
    ['r', () => begin(false)],
    ['n', () => begin(true)],
  ])
  return (
    <Composer
      conversationId={conversation.id}
      text={text}
      onText={setText}
      onSend={(content, ids) => send(content, ids, note)}
      label={note ? 'Write a note, which only staff see' : 'Write to the customer'}
      action={note ? 'Add the note' : 'Send'}
      quiet={note}
      fieldRef={field}
      field={shortcuts.field}
      above={shortcuts.list}
    >
      <SegmentedControl
        aria-label="What you write"
        value={note ? 'note' : 'reply'}
        onChange={value => setDraft({ text, note: value === 'note' })}
        data={[
          { value: 'reply', label: 'Reply' },
          { value: 'note', label: 'Note' },
        ]}
      />
      <CannedReplies
        onPick={content => {
          setText(text.trim() ? `${text.trimEnd()}\n${content}` : content)
          // After the menu has given the focus back to its button.
          setTimeout(() => field.current?.focus(), 0)
        }}
      />
    </Composer>
  )
}
