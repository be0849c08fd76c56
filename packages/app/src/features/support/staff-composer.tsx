import { SegmentedControl } from '@mantine/core'
import { useRef, useState } from 'react'
import { CannedReplies, useShortcuts } from './canned-replies.tsx'
import { Composer } from './composer.tsx'
import type { Conversation } from './conversation.ts'

export interface StaffComposerProps {
  conversation: Conversation
  onSend: (content: string, attachmentIds: string[], internal: boolean) => void
}

/** Where staff write: to the customer, or a note among themselves. */
export function StaffComposer({ conversation, onSend }: StaffComposerProps) {
  const [kind, setKind] = useState<'reply' | 'note'>('reply')
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const shortcuts = useShortcuts(text, setText)
  const isNote = kind === 'note'
  return (
    <Composer
      conversationId={conversation.id}
      text={text}
      onText={setText}
      onSend={(content, ids) => onSend(content, ids, isNote)}
      label={isNote ? 'Write a note, which only staff see' : 'Write to the customer'}
      action={isNote ? 'Add the note' : 'Send'}
      quiet={isNote}
      fieldRef={field}
      field={shortcuts.field}
      above={shortcuts.list}
    >
      <SegmentedControl
        aria-label="What you write"
        value={kind}
        onChange={value => setKind(value === 'note' ? 'note' : 'reply')}
        data={[
          { value: 'reply', label: 'Reply' },
          { value: 'note', label: 'Note' },
        ]}
      />
      <CannedReplies
        onPick={content => {
          setText(before => (before.trim() ? `${before.trimEnd()}\n${content}` : content))
          // After the menu has given the focus back to its button.
          setTimeout(() => field.current?.focus(), 0)
        }}
      />
    </Composer>
  )
}
