import { useEffect, useRef } from 'react'
import { useApi } from '../../../data/api.ts'
import { useLiveQuery } from '../../../live/use-live-query.ts'
import { useMay } from '../../../shell/may.tsx'
import { useShell } from '../../../shell/shell-context.ts'
import { tell } from '../../../ui/toast.ts'
import { newsAmong, noticeOf } from './escalation-news.ts'
import { useNotices } from './use-notices.ts'

/** Shortest time between two looks at what waits, in ms: every message of a conversation may change it. */
const pace = 2_000
/** Open escalations that are watched, of one's own and of nobody's each: the most that are read at once. */
const limit = 200

/** Tells of each new escalation that is mine or nobody's while this window is open; draws nothing. */
export function EscalationNotices() {
  const { session } = useShell()
  const { on } = useNotices()
  const mayAccept = useMay('write')
  return on && mayAccept ? <Watch me={session.person.id} /> : null
}

function Watch({ me }: { me: string }) {
  const { trpc } = useApi()
  const { notifier } = useNotices()
  const mine = useLiveQuery(trpc.escalations.list.queryOptions({ assigneeId: me, limit }), { pace }).data
  const nobodys = useLiveQuery(trpc.escalations.list.queryOptions({ assigneeId: null, limit }), { pace }).data
  const known = useRef<Set<string>>(null)
  useEffect(() => {
    if (!mine || !nobodys) return
    const open = [...mine.items, ...nobodys.items]
    const isFirst = known.current === null
    known.current ??= new Set()
    const news = isFirst ? [] : newsAmong(known.current, open)
    for (const { id } of open) known.current.add(id)
    const notice = noticeOf(news, Date.now())
    if (!notice) return
    // Whoever looks at the console needs no other window to be told.
    if (document.hasFocus() || !notifier.show(notice)) tell(`${notice.title}. ${notice.body}`)
  }, [mine, nobodys, notifier])
  return null
}
