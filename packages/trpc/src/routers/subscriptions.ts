import {
  currentSubscription,
  type EntitlementDto,
  getEntitlements,
  listRecordsInput,
  listSubscriptions,
  ofPerson,
  type SubscriptionDto,
} from '@quarterdeck/core/billing'
import type { Page } from '@quarterdeck/core/kernel'
import { router, signedInOrKey } from '../procedures.ts'

const whose = ['people', 'members', 'identities']
const reads = ['subscriptions', 'subscription_items', ...whose]

/** Customers for themselves, staff and keys that read for everybody of the workspace. */
const own = signedInOrKey('read')

export const subscriptions = router({
  current: own
    .meta({ reads })
    .input(ofPerson)
    .query(({ ctx, input }): Promise<SubscriptionDto | null> => currentSubscription(ctx.deps, ctx.scope, input)),
  list: own
    .meta({ reads })
    .input(listRecordsInput)
    .query(({ ctx, input }): Promise<Page<SubscriptionDto>> => listSubscriptions(ctx.deps, ctx.scope, input)),
  entitlements: own
    .meta({ reads: ['entitlements', 'subscription_items', ...whose] })
    .input(ofPerson)
    .query(({ ctx, input }): Promise<EntitlementDto> => getEntitlements(ctx.deps, ctx.scope, input)),
})
