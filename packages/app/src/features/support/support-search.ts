import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'
import { channelNames, priorityNames, statusNames } from './conversation.ts'

/** The search parameters of the inbox: `show=all` lifts the restriction to what is open; `i` is the chosen conversation. */
export function readInboxSearch(search: RawSearch) {
  return compact({
    show: oneOf(search.show, ['all']),
    status: oneOf(search.status, statusNames),
    priority: oneOf(search.priority, priorityNames),
    channel: oneOf(search.channel, channelNames),
    of: oneOf(search.of, ['me', 'nobody']),
    by: oneOf(search.by, ['ai', 'staff']),
    tag: text(search.tag, 100),
    q: text(search.q),
    i: text(search.i, 64),
  })
}

export type InboxSearch = ReturnType<typeof readInboxSearch>

/** The search parameters of the queue. */
export function readQueueSearch(search: RawSearch) {
  return compact({ show: oneOf(search.show, ['done']), of: oneOf(search.of, ['me', 'nobody']) })
}

export type QueueSearch = ReturnType<typeof readQueueSearch>

export const readAgentsSearch = (search: RawSearch) => compact({ i: text(search.i, 64) })
