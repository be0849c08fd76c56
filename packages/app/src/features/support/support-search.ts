import { compact, id, oneOf, type RawSearch, text } from '../../url/params.ts'
import { channelNames, priorityNames, statusNames } from './conversation.ts'

const place = (raw: unknown) => (Number.isSafeInteger(Number(raw)) && Number(raw) > 0 ? Number(raw) : undefined)

/**
 * The search parameters of the inbox: `show=all` lifts the restriction to what is open, `show=unread` leaves what nobody of
 * the staff has read; `i` is the chosen conversation,
 * `m` the number of the message to go to in it.
 */
export function readInboxSearch(search: RawSearch) {
  return compact({
    show: oneOf(search.show, ['unread', 'all']),
    status: oneOf(search.status, statusNames),
    priority: oneOf(search.priority, priorityNames),
    channel: oneOf(search.channel, channelNames),
    of: oneOf(search.of, ['me', 'nobody']),
    by: oneOf(search.by, ['ai', 'staff']),
    tag: text(search.tag, 100),
    q: text(search.q),
    i: id(search.i),
    m: place(search.m),
  })
}

export type InboxSearch = ReturnType<typeof readInboxSearch>

/** The same filters with another conversation chosen, from its latest message on. */
export const withChosen = (before: RawSearch, i: string | undefined): InboxSearch =>
  readInboxSearch({ ...before, i, m: undefined })

/** The search parameters of the queue. */
export function readQueueSearch(search: RawSearch) {
  return compact({ show: oneOf(search.show, ['done']), of: oneOf(search.of, ['me', 'nobody']) })
}

export type QueueSearch = ReturnType<typeof readQueueSearch>

export const readAgentsSearch = (search: RawSearch) => compact({ i: text(search.i, 64) })
