import { ActionIcon, Button, Menu, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { Async, Failed, Rows } from '../../ui/async.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { AskForm } from './ask-form.tsx'
import styles from './companion.module.css'
import { callId, type Message, type Thread, type ToolName } from './companion.ts'
import { type CompanionSearch, readCompanionSearch } from './companion-search.ts'
import { MessageView } from './message-view.tsx'
import { sendingOnce } from './sent-once.ts'
import { ToolForm } from './tool-form.tsx'
import { useThread } from './use-thread.ts'

/** How near its end a list counts as read to the end, in pixels. */
const nearEnd = 120

const suggestions = [
  'How did revenue change against the 30 days before, and which channels moved it?',
  'Which turnaround is late most often?',
  'Draw the essays of each day of the last 30 days.',
  'How quickly do we answer customers, and how many are handed to a person?',
]

export interface ThreadDetailProps {
  thread: Thread | undefined
  threadId: string
  search: CompanionSearch
}

/** A thread: what was asked and answered, and the field for more. */
export function ThreadDetail({ thread, threadId, search }: ThreadDetailProps) {
  const { trpc } = useApi()
  const abilities = useLiveQuery(trpc.companion.abilities.queryOptions())
  return (
    <article className={styles.detail} aria-label={thread?.title ?? 'Thread'}>
      <Head threadId={threadId} title={thread?.title ?? ''} />
      <Async query={abilities}>{can => <Talk threadId={threadId} search={search} can={can} />}</Async>
    </article>
  )
}

type Abilities = NonNullable<ReturnType<typeof useAbilities>['data']>
const useAbilities = () => useLiveQuery(useApi().trpc.companion.abilities.queryOptions())

function Talk({ threadId, search, can }: { threadId: string; search: CompanionSearch; can: Abilities }) {
  const { client } = useApi()
  const canWrite = useMay('write')
  const navigate = useNavigate({ from: '/companion' })
  const following = useThread(threadId)
  const field = useRef<HTMLTextAreaElement>(null)
  const [sending] = useState(() => sendingOnce())
  const byHand = can.model === null || search.by === 'hand'
  const { thread } = following
  const busy = thread?.messages.some(({ status }) => status === 'writing') ?? false
  const ask = async (question: string) => {
    try {
      await client.companion.ask.mutate({ threadId, question, clientId: sending.idOf(question) })
      sending.answered()
      return true
    } catch (error) {
      tellFailure(error)
      return false
    }
  }
  const run = async (tool: ToolName, args: Record<string, unknown>) => {
    try {
      const clientId = sending.idOf(JSON.stringify([tool, args]))
      following.take(await client.companion.run.mutate({ threadId, tool, args, clientId }))
      sending.answered()
      return true
    } catch (error) {
      tellFailure(error)
      return false
    }
  }
  return (
    <>
      <Said following={following} start={byHand ? null : ask} canWrite={canWrite} />
      {canWrite && (
        <div className={styles.write}>
          {can.model === null ? (
            <p className={styles.hint}>
              No language model is set up, so questions in words are not answered. The companion’s tools work by hand;
              set <span className="mono">OPENAI_API_KEY</span> for the rest.
            </p>
          ) : (
            <SegmentedControl
              aria-label="How to ask"
              value={byHand ? 'hand' : 'words'}
              onChange={value =>
                void navigate({
                  search: before => readCompanionSearch({ ...before, by: value === 'hand' ? 'hand' : undefined }),
                  replace: true,
                })
              }
              data={[
                { value: 'words', label: 'Ask in words' },
                { value: 'hand', label: 'Run a tool' },
              ]}
            />
          )}
          {byHand ? (
            <ToolForm onRun={run} views={can.views} noSql={can.noSql} />
          ) : (
            <AskForm onAsk={ask} busy={busy} fieldRef={field} />
          )}
        </div>
      )}
    </>
  )
}

interface SaidProps {
  following: ReturnType<typeof useThread>
  /** Asks a suggestion; null where nobody answers in words. */
  start: ((question: string) => Promise<boolean>) | null
  canWrite: boolean
}

function Said({ following, start, canWrite }: SaidProps) {
  const { thread, error, retry, loadBefore } = following
  const scroller = useRef<HTMLElement>(null)
  const wasAtEnd = useRef(true)
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map())
  useLayoutEffect(() => {
    if (scroller.current && wasAtEnd.current) scroller.current.scrollTop = scroller.current.scrollHeight
  })
  if (!thread) return error ? <Failed error={error} onRetry={retry} /> : <Rows />
  const { messages, hasBefore, draft } = thread
  const open = (call: number, now: boolean) =>
    setToggled(before => (before.get(call) === now ? before : new Map(before).set(call, now)))
  const opened = new Set(
    // What somebody ran by hand is what they want to see.
    messages.flatMap(({ role, calls }) =>
      calls.flatMap(({ number }) => ((toggled.get(number) ?? role === 'command') ? [number] : [])),
    ),
  )
  const show = (call: number) => {
    wasAtEnd.current = false
    open(call, true)
    requestAnimationFrame(() => {
      const details = document.getElementById(callId(call))
      details?.scrollIntoView({ block: 'nearest' })
      details?.querySelector('summary')?.focus()
    })
  }
  return (
    <section
      className={styles.scroller}
      ref={scroller}
      aria-label="Thread"
      // What scrolls must be reached by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        wasAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd
      }}
    >
      {hasBefore && (
        <Button variant="subtle" onClick={() => void loadBefore()}>
          Earlier messages
        </Button>
      )}
      {messages.length === 0 && canWrite && <Begin start={start} />}
      <ol className={styles.messages}>
        {messages.map(message => (
          <MessageView
            key={message.id}
            message={message}
            draft={draft?.workflowId === message.id ? draft.text : undefined}
            opened={opened}
            onOpen={open}
            onShow={show}
          />
        ))}
      </ol>
      <Newest message={messages.at(-1)} />
    </section>
  )
}

function Begin({ start }: { start: SaidProps['start'] }) {
  return (
    <div className={styles.begin}>
      <h3 className={styles.lead}>What do you want to know?</h3>
      {start ? (
        <>
          <p className="dim">
            Answers come from queries over this workspace’s data. Every number leads to the query that gave it.
          </p>
          <ul className={styles.suggestions}>
            {suggestions.map(question => (
              <li key={question}>
                <Button variant="default" onClick={() => void start(question)} className={styles.suggestion ?? ''}>
                  {question}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="dim">
          Choose a tool below: a dashboard’s figures, two periods side by side, what moved most, SQL, or a chart of a
          result.
        </p>
      )}
    </div>
  )
}

/** Says what came last to those who do not see the screen. */
function Newest({ message }: { message: Message | undefined }) {
  const first = useRef(message && `${message.id} ${message.status}`)
  const isNews = message && message.role !== 'user' && first.current !== `${message.id} ${message.status}`
  const words =
    message?.status === 'writing' ? 'The companion is working' : message?.content || message?.failure || 'Done'
  return (
    <div className="sr-only" role="status">
      {isNews && words}
    </div>
  )
}

function Head({ threadId, title }: { threadId: string; title: string }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/companion' })
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null)
  const close = () => setAsking(null)
  const onError = tellFailure
  const rename = useMutation(trpc.companion.rename.mutationOptions({ onError, onSuccess: close }))
  const remove = useMutation(
    trpc.companion.remove.mutationOptions({
      onError,
      onSuccess: () => {
        close()
        void navigate({ search: ({ i: _, ...rest }) => rest })
      },
    }),
  )
  return (
    <header className={styles.head}>
      <h2 className={`${styles.title} cut`}>{title}</h2>
      <span className="grow" />
      <May right="write">
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More for this thread">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsking('rename')}>Rename</Menu.Item>
            <Menu.Item color="red" onClick={() => setAsking('remove')}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </May>
      <Modal opened={asking === 'rename'} onClose={close} title="Rename this thread">
        <form
          className={styles.line}
          onSubmit={event => {
            event.preventDefault()
            const text = new FormData(event.currentTarget).get('title')
            if (typeof text === 'string' && text.trim()) rename.mutate({ id: threadId, title: text.trim() })
          }}
        >
          <TextInput
            className="grow"
            name="title"
            aria-label="Title"
            defaultValue={title}
            maxLength={120}
            data-autofocus
          />
          <Button type="submit" variant="filled" loading={rename.isPending}>
            Rename
          </Button>
        </form>
      </Modal>
      <Confirm
        opened={asking === 'remove'}
        onClose={close}
        title="Remove this thread?"
        action="Remove the thread"
        danger
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id: threadId })}
      >
        Its questions, answers and results go with it.
      </Confirm>
    </header>
  )
}
