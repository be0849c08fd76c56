import { latestPayment, listPayments, listRecordsInput, ofPerson, type PaymentDto } from '@quarterdeck/core/billing'
import type { Page } from '@quarterdeck/core/kernel'
import { router, signedInOrKey } from '../procedures.ts'

const reads = ['payments', 'people', 'members', 'identities']

/** Customers for themselves, staff and keys that read for everybody of the workspace. */
const own = signedInOrKey('read')

export const payments = router({
  latest: own
    .meta({ reads })
    .input(ofPerson)
    .query(({ ctx, input }): Promise<PaymentDto | null> => latestPayment(ctx.deps, ctx.scope, input)),
  list: own
    .meta({ reads })
    .input(listRecordsInput)
    .query(({ ctx, input }): Promise<Page<PaymentDto>> => listPayments(ctx.deps, ctx.scope, input)),
})
