import { Link } from '@tanstack/react-router'
import { Mark } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import row from '../issues/issue-row.module.css'
import { personName } from '../people/person-name.ts'
import { Channel } from './channel-icon.tsx'
import { type Conversation, priorities, statuses, titleOf } from './conversation.ts'
import styles from './support.module.css'
import { withChosen } from './support-search.ts'

/** One conversation in the list: how urgent, what about, since when, whose, and what is new. */
export function ConversationRow({ conversation, chosen }: { conversation: Conversation; chosen: boolean }) {
  const { id, number, status, priority, channel, person, assignee, answering, unread, lastMessageAt } = conversation
  const isOpen = answering.by !== 'nobody'
  const who = assignee?.name ?? (answering.by === 'assistant' ? 'Assistant' : isOpen && 'Nobody yet')
  return (
    <Link
      to="/support"
      search={before => withChosen(before, id)}
      activeOptions={{ includeSearch: true }}
      className={row.row}
      data-chosen={chosen}
      data-row={id}
    >
      <Mark
        tone={status === 'escalated' && priority !== 'urgent' ? 'amber' : priorities[priority].tone}
        label={`${statuses[status].name}, ${priorities[priority].name.toLowerCase()} priority`}
      />
      <span className={`${unread > 0 ? styles.unread : row.title} cut`}>{titleOf(conversation)}</span>
      <Time at={lastMessageAt} className={row.age} />
      <span className={row.facts}>
        <span className="cut">{personName(person)}</span>
        <span>#{number}</span>
        <Channel channel={channel} />
        <span className="grow" />
        {unread > 0 && <span className={styles.count}>{unread} new</span>}
        <span>{[status !== 'active' && statuses[status].name, who].filter(Boolean).join(' · ')}</span>
      </span>
    </Link>
  )
}
