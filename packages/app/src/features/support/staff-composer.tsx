import { Button, Menu, SegmentedControl, TextInput } from '@mantine/core'
import { IconMessage2 } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
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

function CannedReplies({ onPick }: { onPick: (content: string) => void }) {
  const { trpc } = useApi()
  const [sought, setSought] = useState('')
  const replies = useLiveQuery(trpc.cannedReplies.list.queryOptions({})).data?.items ?? []
  const words = sought.trim().toLowerCase()
  const found = replies.filter(each => `${each.shortcut} ${each.title} ${each.content}`.toLowerCase().includes(words))
  return (
    <Menu position="top-start" width={320} onClose={() => setSought('')} returnFocus={false}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconMessage2 size={16} aria-hidden />}>
          Canned reply
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {replies.length > 6 && (
          <TextInput
            data-autofocus
            aria-label="Search canned replies"
            placeholder="Search"
            value={sought}
            onChange={event => setSought(event.currentTarget.value)}
          />
        )}
        {found.length === 0 && (
          <Menu.Label>{replies.length === 0 ? 'None yet: write some in the support settings' : 'None fits'}</Menu.Label>
        )}
        {found.slice(0, 8).map(each => (
          <Menu.Item
            key={each.id}
            onClick={() => onPick(each.content)}
            rightSection={<span className="faint">{each.shortcut}</span>}
          >
            {each.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
