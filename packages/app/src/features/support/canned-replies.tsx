import { Button, Menu, TextInput } from '@mantine/core'
import { IconMessage2 } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { replaceShortcut, shortcutIn } from './shortcut.ts'
import styles from './thread.module.css'

type Reply = Outputs['cannedReplies']['list']['items'][number]

/** As many as are offered at once. */
const offered = 8

export function useCannedReplies(): readonly Reply[] {
  const { trpc } = useApi()
  return useLiveQuery(trpc.cannedReplies.list.queryOptions({})).data?.items ?? []
}

/** The canned replies behind a button. */
export function CannedReplies({ onPick }: { onPick: (content: string) => void }) {
  const [sought, setSought] = useState('')
  const replies = useCannedReplies()
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
        {found.slice(0, offered).map(each => (
          <Menu.Item
            key={each.id}
            onClick={() => onPick(each.content)}
            rightSection={<span className="faint">/{each.shortcut}</span>}
          >
            {each.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Canned replies by typing `/` and the beginning of a shortcut: what to put over the field, and what to give to it. */
export function useShortcuts(text: string, onText: (text: string) => void) {
  const id = useId()
  const replies = useCannedReplies()
  const [chosen, setChosen] = useState(0)
  const [closedFor, setClosedFor] = useState<string | null>(null)
  const typed = shortcutIn(text)
  const fitting =
    typed === null || text === closedFor
      ? []
      : replies.filter(({ shortcut }) => shortcut.toLowerCase().startsWith(typed.toLowerCase())).slice(0, offered)
  const at = Math.min(chosen, fitting.length - 1)
  const pick = (reply: Reply | undefined) => {
    if (!reply) return
    onText(replaceShortcut(text, reply.content))
    setChosen(0)
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setChosen((at + 1) % fitting.length),
    ArrowUp: () => setChosen((at + fitting.length - 1) % fitting.length),
    Enter: () => pick(fitting[at]),
    Tab: () => pick(fitting[at]),
    Escape: () => setClosedFor(text),
  }
  const list = fitting.length > 0 && (
    <div className={styles.shortcuts} id={id} role="listbox" aria-label="Canned replies">
      {fitting.map((reply, index) => (
        // Keys are heard by the field, which keeps the focus.
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: see above.
        <div
          key={reply.id}
          id={`${id}${index}`}
          role="option"
          aria-selected={index === at}
          className={styles.shortcut}
          onMouseDown={event => event.preventDefault()}
          onClick={() => pick(reply)}
        >
          <span className="mono">/{reply.shortcut}</span>
          <span className="cut grow">{reply.title}</span>
        </div>
      ))}
    </div>
  )
  return {
    list,
    field: {
      'aria-autocomplete': 'list' as const,
      ...(fitting.length > 0 && { 'aria-controls': id, 'aria-activedescendant': `${id}${at}` }),
      onKeyDown: (event: KeyboardEvent) => {
        const act =
          fitting.length > 0 && !event.shiftKey && !event.nativeEvent.isComposing ? keys[event.key] : undefined
        if (!act) return
        event.preventDefault()
        act()
      },
    },
  }
}
