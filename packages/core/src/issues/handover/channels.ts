import type { issueNotices } from '@quarterdeck/db'
import type { Integrations } from '../../kernel/index.ts'

type Channel = (typeof issueNotices.$inferSelect)['channel']

/** The channels that are set up. */
export const channelsOf = ({ slack, staffEmail, notifyWebhook }: Integrations): Channel[] => [
  ...(slack ? ['slack' as const] : []),
  ...(staffEmail ? ['email' as const] : []),
  ...(notifyWebhook ? ['webhook' as const] : []),
]
