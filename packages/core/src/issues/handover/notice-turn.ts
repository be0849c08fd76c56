import { issueNotices } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import { record } from '../history.ts'
import type { Facts } from './facts.ts'
import { isNews, noticeState } from './notice-text.ts'
import { sayToWebhook } from './notify-webhook.ts'
import type { NoticeRow, Said, Saying } from './saying.ts'
import { saySlack } from './slack.ts'
import { mailStaff } from './staff-email.ts'
import type { Outcome, Turn } from './turns.ts'

async function say(deps: Deps, scope: Scope, saying: Saying): Promise<Said | null> {
  const { slack, staffEmail, notifyWebhook } = deps.integrations
  const { channel, told } = saying.notice
  if (channel === 'slack') return slack && saySlack(slack, saying)
  if (channel === 'webhook') return notifyWebhook && sayToWebhook(notifyWebhook, saying)
  if (!staffEmail || !isNews(told, saying.facts)) return null
  return { isNew: true, write: tx => mailStaff(tx, deps, scope, saying.facts) }
}

/** Says in one channel how an issue stands, unless that was said. */
export async function noticeTurn(
  deps: Deps,
  scope: Scope,
  notice: NoticeRow,
  facts: Facts,
  { tries, asked }: Turn,
  signal: AbortSignal,
): Promise<Outcome> {
  const told = noticeState(facts)
  if (notice.told === told) return { next: null }
  const now = deps.clock.now()
  const saying = { facts, notice, tries, asked, now, patience: deps.integrations.patience, signal }
  const said = await say(deps, scope, saying)
  if (!said) return { next: null }
  return {
    next: null,
    write: async tx => {
      const { reference } = said
      await tx
        .update(issueNotices)
        .set({ told, ...(reference && { reference }) })
        .where(eq(issueNotices.id, notice.id))
      await said.write?.(tx)
      if (!said.isNew) return
      const data = { channel: notice.channel, told }
      await record(tx, deps, scope, now, { issueId: facts.issue.id, kind: 'told', data })
    },
  }
}
