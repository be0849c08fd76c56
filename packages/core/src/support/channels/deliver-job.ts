import { type Deps, MailRefused, Trouble } from '../../kernel/index.ts'
import { claimNext, type Delivery, fail, settle } from './delivery-turns.ts'
import { sendByMail } from './send-mail.ts'
import { sendByTwilio } from './send-twilio.ts'

/** Parts that one run sends at most: what is left has the next. */
const longestRun = 20

async function send(deps: Deps, delivery: Delivery): Promise<void> {
  const { id, channel, tries } = delivery
  try {
    const news = channel === 'email' ? await sendByMail(deps, delivery) : await sendByTwilio(deps, delivery)
    await deps.db.transaction(tx => settle(tx, deps, id, news))
  } catch (error) {
    deps.log.warn({ delivery: id, channel, tries, err: error }, 'A message could not be sent')
    const trouble = error instanceof Trouble ? error : null
    await fail(deps, delivery, {
      error: error instanceof Error ? error.message : 'It could not be sent',
      isFinal: (trouble?.isFinal ?? false) || error instanceof MailRefused,
      retryAfter: trouble?.retryAfter,
    })
  }
}

/** Sends what is due in a conversation, in order. */
export async function run(deps: Deps, { conversationId }: { conversationId: string }): Promise<void> {
  for (let sent = 0; sent < longestRun; sent++) {
    const delivery = await claimNext(deps, conversationId)
    if (!delivery) return
    await send(deps, delivery)
  }
}
