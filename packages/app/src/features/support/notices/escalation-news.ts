import { plural } from '../../../format/number.ts'
import type { Notice } from '../../../shell/notifier.ts'
import type { Escalation } from '../conversation.ts'
import { dueInWords } from '../due-words.ts'

export type Waiting = Pick<Escalation, 'id' | 'conversationId' | 'priority' | 'dueAt' | 'acceptedAt'> & {
  conversation: Pick<Escalation['conversation'], 'number'>
}

/** Those among the open escalations that nobody knew of yet and nobody has accepted. */
export const newsAmong = (known: ReadonlySet<string>, open: readonly Waiting[]): Waiting[] =>
  open.filter(({ id, acceptedAt }) => !known.has(id) && acceptedAt === null)

/**
 * What the operating system says of them; null when there are none. It says nothing of what the customer wrote or is
 * called: such notices stand on locked screens.
 */
export function noticeOf(news: readonly Waiting[], now: number): Notice | null {
  const [first] = news
  if (!first) return null
  const due = dueInWords(first.dueAt, now)
  return news.length === 1
    ? {
        title: 'A customer waits for a person',
        body: `Conversation #${first.conversation.number}, ${first.priority} priority. ${due}`,
        path: `/support/${first.conversationId}`,
        tag: first.id,
      }
    : {
        title: `${plural(news.length, 'customer waits', 'customers wait')} for a person`,
        body: `${due}, the first of them`,
        path: '/support/queue',
        tag: news.map(({ id }) => id).join(),
      }
}
