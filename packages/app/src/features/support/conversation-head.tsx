import { Button, Menu, TagsInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May } from '../../shell/may.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { personName } from '../people/person-name.ts'
import { Channel } from './channel-icon.tsx'
import { type Conversation, priorities, priorityNames, statuses, whoAnswersForStaff } from './conversation.ts'
import { dueInWords } from './due-words.ts'
import styles from './support.module.css'
import { useTags } from './use-tags.ts'

/** What a verb of a conversation answers is shown at once, before the stream tells of it. */
function useShow() {
  const { trpc, queryClient } = useApi()
  const onSuccess = (after: Conversation) =>
    queryClient.setQueryData<Conversation>(trpc.conversations.get.queryKey({ id: after.id }), after)
  return { onSuccess, onError: tellFailure }
}

/** Over the messages: what it is about, where it stands, and what can be done. */
export function ConversationHead({ conversation }: { conversation: Conversation }) {
  const { number, status, priority, channel, escalation } = conversation
  return (
    <header className={styles.head}>
      <div className={styles.over}>
        <span>#{number}</span>
        <Chip tone={statuses[status].tone}>{statuses[status].name}</Chip>
        <Chip>
          <Channel channel={channel} />
        </Chip>
        <span role="status">{whoAnswersForStaff(conversation)}</span>
        {escalation && !escalation.acceptedAt && <Due at={escalation.dueAt} />}
        {conversation.csat && (
          <Chip tone={conversation.csat.score <= 2 ? 'red' : 'green'}>Rated {conversation.csat.score} of 5</Chip>
        )}
      </div>
      <h2 id="conversation-title" className={styles.title}>
        {(conversation.subject ?? conversation.opening) || `With ${personName(conversation.person)}`}
      </h2>
      <May right="write">
        <div className={styles.actions}>
          <Handling conversation={conversation} />
          <Priority id={conversation.id} priority={priority} />
          <Assignee conversation={conversation} />
          <Tags conversation={conversation} />
        </div>
      </May>
      {escalation && <p className="dim">Escalated: {escalation.reason}</p>}
      {conversation.csat?.comment && <p className="dim">They wrote: {conversation.csat.comment}</p>}
    </header>
  )
}

/** How long is left for somebody to accept it: it follows the clock. */
function Due({ at }: { at: string }) {
  const now = useNow()
  return <Chip tone={Date.parse(at) < now ? 'red' : 'amber'}>{dueInWords(at, now)}</Chip>
}

/** Who answers, and whether it is done: the verbs that fit where it stands. */
function Handling({ conversation: { id, status, handler } }: { conversation: Conversation }) {
  const { trpc } = useApi()
  const show = useShow()
  const takeOver = useMutation(trpc.conversations.takeOver.mutationOptions(show))
  const handBack = useMutation(trpc.conversations.handBack.mutationOptions(show))
  const escalate = useMutation(trpc.conversations.escalate.mutationOptions(show))
  const resolve = useMutation(trpc.conversations.resolve.mutationOptions(show))
  const reopen = useMutation(trpc.conversations.reopen.mutationOptions(show))
  if (status === 'resolved' || status === 'archived') {
    return (
      <Button onClick={() => reopen.mutate({ id })} loading={reopen.isPending}>
        Reopen
      </Button>
    )
  }
  return (
    <>
      {handler === 'ai' ? (
        <Button
          variant="filled"
          onClick={() => takeOver.mutate({ id, unlessTaken: true })}
          loading={takeOver.isPending}
        >
          Take over
        </Button>
      ) : (
        <Button onClick={() => handBack.mutate({ id })} loading={handBack.isPending}>
          Hand back to the assistant
        </Button>
      )}
      {status !== 'escalated' && handler === 'ai' && (
        <Button onClick={() => escalate.mutate({ id })} loading={escalate.isPending}>
          Escalate
        </Button>
      )}
      <Button onClick={() => resolve.mutate({ id })} loading={resolve.isPending}>
        Resolve
      </Button>
    </>
  )
}

function Priority({ id, priority }: Pick<Conversation, 'id' | 'priority'>) {
  const { trpc } = useApi()
  const update = useMutation(trpc.conversations.update.mutationOptions(useShow()))
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={12} aria-hidden />} loading={update.isPending}>
          {priorities[priority].name} priority
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {priorityNames.map(value => (
          <Menu.Item
            key={value}
            fw={value === priority ? 500 : 400}
            onClick={() => update.mutate({ id, priority: value })}
          >
            {priorities[value].name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Assignee({ conversation: { id, assignee } }: { conversation: Conversation }) {
  const { trpc } = useApi()
  const staff = useLiveQuery(trpc.escalations.duty.queryOptions({})).data?.items ?? []
  const update = useMutation(trpc.conversations.update.mutationOptions(useShow()))
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={12} aria-hidden />} loading={update.isPending}>
          {assignee ? `Assigned to ${assignee.name}` : 'Assign'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {staff.map(({ person, onDuty, load }) => (
          <Menu.Item
            key={person.id}
            fw={person.id === assignee?.id ? 500 : 400}
            onClick={() => update.mutate({ id, assigneeId: person.id })}
            rightSection={<span className="faint">{onDuty ? `on duty, ${load} open` : 'off duty'}</span>}
          >
            {person.name}
          </Menu.Item>
        ))}
        {assignee && <Menu.Item onClick={() => update.mutate({ id, assigneeId: null })}>Nobody</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Each change is saved at once; tags that others have are offered. */
function Tags({ conversation: { id, tags } }: { conversation: Conversation }) {
  const { trpc } = useApi()
  const known = useTags()
  const update = useMutation(trpc.conversations.update.mutationOptions(useShow()))
  const shown = (update.isPending && update.variables.tags) || tags
  return (
    <TagsInput
      aria-label="Tags"
      placeholder={shown.length === 0 ? 'Tags' : ''}
      className={styles.tags ?? ''}
      size="xs"
      maxTags={20}
      maxDropdownHeight={240}
      data={known.map(({ tag }) => tag)}
      value={shown}
      onChange={next => update.mutate({ id, tags: next })}
    />
  )
}
