import { identify, scopeOf } from '@quarterdeck/core/identity'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import type { TestWorld } from '@quarterdeck/core/testing'
import { origin } from './world/accounts.ts'
import { type ActivityThings, fillActivity } from './world/activity.ts'
import { fillBilling } from './world/billing.ts'
import { type OwnCompanionThings, ownCompanion } from './world/companion.ts'
import { type EssayRequestThings, fillEssayRequests } from './world/essay-requests.ts'
import { type EssayThings, fillEssays } from './world/essays.ts'
import { fillIdentity, type IdentityThings, makeMember, type OwnIdentityThings, ownIdentity } from './world/identity.ts'
import { fillIssues, type IssueThings } from './world/issues.ts'
import { fillKernel, type KernelThings } from './world/kernel.ts'
import { fillKnowledge, type KnowledgeThings } from './world/knowledge.ts'
import { fillReports, type ReportThings } from './world/reports.ts'
import { fillSupport, type OwnSupportThings, ownSupport, type SupportThings } from './world/support.ts'
import { fillSync, type SyncThings } from './world/sync.ts'
import { fillTracking, type TrackingThings } from './world/tracking.ts'

export { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
export * from './world/accounts.ts'

/** What belongs to whoever calls, and is good for them only. */
export interface OwnThings extends OwnIdentityThings, OwnSupportThings, OwnCompanionThings {}

/** One of each thing that a workspace holds; the samples name them by these ids. */
export interface Things
  extends TrackingThings,
    ActivityThings,
    SyncThings,
    IssueThings,
    IdentityThings,
    KnowledgeThings,
    EssayThings,
    EssayRequestThings,
    ReportThings,
    SupportThings,
    KernelThings,
    OwnThings {}

/** Fills a workspace. Everything in it bears the mark in its text, so that it is recognised wherever it turns up. */
export async function fill(world: TestWorld, scope: Scope, mark: string): Promise<Things> {
  const { deps } = world
  const tracking = await fillTracking(deps, scope, mark)
  const { personId, funnelId } = tracking
  const issues = await fillIssues(deps, scope, funnelId, mark)
  const memberToken = await makeMember(deps, scope, mark)
  const knowledge = await fillKnowledge(deps, scope, mark)
  const { documentId } = knowledge
  const activity = await fillActivity(deps, scope, mark)
  await fillBilling(deps, scope, personId, mark)
  return {
    ...{ ...tracking, ...issues, ...knowledge },
    ...(await fillIdentity(world, scope, mark)),
    ...activity,
    ...(await fillSync(deps, scope, activity, mark)),
    ...(await fillEssays(deps, scope, mark)),
    ...(await fillEssayRequests(deps, scope, personId, mark)),
    ...(await fillReports(deps, scope, personId, mark)),
    ...(await fillSupport(world, scope, { personId, documentId }, mark)),
    ...(await ownThings(deps, memberToken, { mark })),
    ...(await fillKernel(deps, scope, mark)),
  }
}

/** Things that are good only for the person whose token it is: another of their sessions, and what they talk about. */
export async function ownThings(deps: Deps, token: string, { mark = 'own' } = {}): Promise<OwnThings> {
  const scope = scopeOf(await identify(deps, token), null, 'member', origin)
  return {
    ...(await ownSupport(deps, scope, mark)),
    ...(await ownCompanion(deps, scope, mark)),
    ...(await ownIdentity(deps, scope, token, mark)),
  }
}
