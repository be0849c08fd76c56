import type { AnyRouter } from '@trpc/server'
import { type Meta, router } from './procedures.ts'
import { activity } from './routers/activity.ts'
import { actors } from './routers/actors.ts'
import { agents } from './routers/agents.ts'
import { apiKeys } from './routers/api-keys.ts'
import { audit } from './routers/audit.ts'
import { auth } from './routers/auth.ts'
import { cannedReplies } from './routers/canned-replies.ts'
import { chatSessions } from './routers/chat-sessions.ts'
import { companion } from './routers/companion.ts'
import { conversations } from './routers/conversations.ts'
import { dashboards } from './routers/dashboards.ts'
import { emails } from './routers/emails.ts'
import { escalations } from './routers/escalations.ts'
import { essayRequests } from './routers/essay-requests.ts'
import { essays } from './routers/essays.ts'
import { events } from './routers/events.ts'
import { funnels } from './routers/funnels.ts'
import { installations } from './routers/installations.ts'
import { invitations } from './routers/invitations.ts'
import { issues } from './routers/issues.ts'
import { knowledge } from './routers/knowledge.ts'
import { createLive, type Reads } from './routers/live.ts'
import { messages } from './routers/messages.ts'
import { payments } from './routers/payments.ts'
import { people } from './routers/people.ts'
import { reports } from './routers/reports.ts'
import { repositories } from './routers/repositories.ts'
import { subscriptions } from './routers/subscriptions.ts'
import { support } from './routers/support.ts'
import { sync } from './routers/sync.ts'
import { system } from './routers/system.ts'
import { teams } from './routers/teams.ts'
import { webhooks } from './routers/webhooks.ts'
import { workflows } from './routers/workflows.ts'
import { workspace } from './routers/workspace.ts'

const live = createLive(() => tablesRead)

// Named by alias, so that editors load each router's declaration when it is asked for, not all at once.
type AppRoutes = {
  activity: typeof activity
  actors: typeof actors
  agents: typeof agents
  apiKeys: typeof apiKeys
  audit: typeof audit
  auth: typeof auth
  cannedReplies: typeof cannedReplies
  chatSessions: typeof chatSessions
  companion: typeof companion
  conversations: typeof conversations
  dashboards: typeof dashboards
  emails: typeof emails
  escalations: typeof escalations
  essayRequests: typeof essayRequests
  essays: typeof essays
  events: typeof events
  funnels: typeof funnels
  installations: typeof installations
  invitations: typeof invitations
  issues: typeof issues
  knowledge: typeof knowledge
  live: typeof live
  messages: typeof messages
  payments: typeof payments
  people: typeof people
  reports: typeof reports
  repositories: typeof repositories
  subscriptions: typeof subscriptions
  support: typeof support
  sync: typeof sync
  system: typeof system
  teams: typeof teams
  webhooks: typeof webhooks
  workflows: typeof workflows
  workspace: typeof workspace
}
const routes: AppRoutes = {
  activity,
  actors,
  agents,
  apiKeys,
  audit,
  auth,
  cannedReplies,
  chatSessions,
  companion,
  conversations,
  dashboards,
  emails,
  escalations,
  essayRequests,
  essays,
  events,
  funnels,
  installations,
  invitations,
  issues,
  knowledge,
  live,
  messages,
  payments,
  people,
  reports,
  repositories,
  subscriptions,
  support,
  sync,
  system,
  teams,
  webhooks,
  workflows,
  workspace,
}

export const appRouter = router(routes)
export type AppRouter = typeof appRouter

// At run time the root router holds all procedures by their full names, with the meta that `procedures.ts` types.
const procedures: Record<string, { _def: { meta?: Meta } }> = (appRouter satisfies AnyRouter as AnyRouter)._def
  .procedures

const tablesRead: Reads = Object.fromEntries(
  Object.entries(procedures).flatMap(([path, { _def }]) => (_def.meta?.reads ? [[path, _def.meta.reads]] : [])),
)

/** Whether pages of other sites may call this procedure without a token. */
export const isFromAnywhere = (path: string): boolean => procedures[path]?._def.meta?.fromAnywhere === true
