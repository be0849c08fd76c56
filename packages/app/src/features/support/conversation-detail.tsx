import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Conversation, Message } from './conversation.ts'
import { ConversationHead } from './conversation-head.tsx'
import { ConversationSide } from './conversation-side.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { StaffComposer } from './staff-composer.tsx'
import styles from './support.module.css'
import { ThreadView } from './thread-view.tsx'
import { useMarkRead } from './use-mark-read.ts'
import { useOutgoing } from './use-outgoing.ts'
import { useThread } from './use-thread.ts'

/** A conversation as staff see it: what was said, from the message `at` on, what can be done, and whom it is with. */
export function ConversationDetail({ conversation, at }: { conversation: Conversation; at?: number | undefined }) {
  const { trpc } = useApi()
  const me = useShell().session.person.id
  const following = useThread(conversation.id, me)
  const sending = useOutgoing(conversation.id, me)
  const mayWrite = useMay('write')
  const [editing, setEditing] = useState<Message | null>(null)
  const remove = useMutation(trpc.messages.remove.mutationOptions({ onError: tellFailure }))
  useMarkRead(conversation, 'staff', following.thread)
  useEffect(() => {
    document.title = `#${conversation.number} · Inbox · Quarterdeck`
  }, [conversation.number])
  return (
    <article className={styles.detail} aria-labelledby="conversation-title">
      <div className={styles.main}>
        <ConversationHead conversation={conversation} />
        <ThreadView
          conversation={conversation}
          own="staff"
          at={at}
          following={following}
          sending={sending}
          onEdit={mayWrite ? setEditing : undefined}
          onRemove={mayWrite ? ({ id }) => remove.mutate({ id }) : undefined}
        />
        {mayWrite && <StaffComposer conversation={conversation} sending={sending} />}
      </div>
      <ConversationSide conversation={conversation} />
      <EditDialog message={editing} onClose={() => setEditing(null)} />
    </article>
  )
}
