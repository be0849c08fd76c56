import {
  emailInput,
  getMe,
  getPerson,
  getPersonByEmail,
  listPeople,
  listPeopleInput,
  type MeDto,
  type MemberDetailDto,
  type MemberDto,
  nothing,
  removePerson,
  updateMe,
  updateMeInput,
  updatePerson,
  updatePersonInput,
} from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  erasePerson,
  exportPerson,
  getTimeline,
  type TimelineItemDto,
  timelineInput,
} from '@quarterdeck/core/operations'
import { admin, read, router, signedIn } from '../procedures.ts'

const reads = ['identities', 'members', 'people']
const exported = [
  'activity',
  'attachments',
  'audit_log',
  'chat_sessions',
  'companion_calls',
  'companion_messages',
  'companion_threads',
  'conversations',
  'entitlements',
  'escalations',
  'essay_drafts',
  'essay_request_history',
  'essay_requests',
  'essay_shares',
  'events',
  'git_actors',
  'identities',
  'issue_history',
  'issues',
  'members',
  'messages',
  'outgoing_emails',
  'payments',
  'people',
  'received_emails',
  'report_runs',
  'report_schedules',
  'reports',
  'sessions',
  'subscription_items',
  'subscriptions',
  'unanswered_questions',
]

export const people = router({
  list: read
    .meta({ reads })
    .input(listPeopleInput)
    .query(({ ctx, input }): Promise<Page<MemberDto>> => listPeople(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<MemberDetailDto> => getPerson(ctx.deps, ctx.scope, input)),
  byEmail: read
    .meta({ reads })
    .input(emailInput)
    .query(({ ctx, input }): Promise<MemberDetailDto> => getPersonByEmail(ctx.deps, ctx.scope, input)),
  me: signedIn
    .meta({ reads: ['people'] })
    .input(nothing)
    .query(({ ctx }): Promise<MeDto> => getMe(ctx.deps, ctx.scope)),
  update: admin
    .input(updatePersonInput)
    .mutation(({ ctx, input }): Promise<MemberDetailDto> => updatePerson(ctx.deps, ctx.scope, input)),
  updateMe: signedIn
    .input(updateMeInput)
    .mutation(({ ctx, input }): Promise<MeDto> => updateMe(ctx.deps, ctx.scope, input)),
  remove: admin
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removePerson(ctx.deps, ctx.scope, input)),
  timeline: read
    .meta({
      reads: [
        'activity',
        'audit_log',
        'chat_sessions',
        'conversations',
        'essay_requests',
        'events',
        'git_actors',
        'identities',
        'issue_history',
        'issues',
        'members',
        'payments',
        'people',
        'reports',
        'repositories',
        'subscriptions',
      ],
    })
    .input(timelineInput)
    .query(({ ctx, input }): Promise<Page<TimelineItemDto>> => getTimeline(ctx.deps, ctx.scope, input)),
  /** Oneself; for others it takes an admin. */
  export: signedIn
    .meta({ reads: exported })
    .input(byId)
    .query(({ ctx, input }): Promise<Record<string, unknown>> => exportPerson(ctx.deps, ctx.scope, input)),
  /** Oneself; for others it takes an admin. */
  erase: signedIn
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => erasePerson(ctx.deps, ctx.scope, input)),
})
