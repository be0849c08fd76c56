import { companionMessages, type Db } from '@quarterdeck/db'
import { desc, lt } from 'drizzle-orm'
import type { ChatMessage } from '../../kernel/index.ts'
import { readMessages } from '../messages.ts'
import type { CallDto, CompanionMessageDto } from '../model.ts'

/** Messages of a thread that a model gets to read before a question, and characters of each. */
const [remembered, longest] = [12, 4_000]

const summary = ({ number, tool, args, result, error }: CallDto): string =>
  `[q${number}] ${tool} ${JSON.stringify(args).slice(0, 300)}: ${error ?? result?.about ?? ''}`

function toChat({ role, content, failure, calls }: CompanionMessageDto): ChatMessage {
  if (role === 'user') return { role: 'user', content }
  const earlier = calls.length > 0 ? `Results of this answer:\n${calls.map(summary).join('\n')}\n\n` : ''
  const words = `${earlier}${content || failure || ''}`.slice(0, longest)
  return { role: 'assistant', content: words || 'No answer.' }
}

/** What was said before an answer, oldest first; the question is last. */
export async function historyOf(db: Db, threadId: string, before: number): Promise<ChatMessage[]> {
  const found = await readMessages(db, threadId, {
    ...{ where: lt(companionMessages.seq, before), order: desc(companionMessages.seq), limit: remembered },
  })
  return found.reverse().map(toChat)
}
