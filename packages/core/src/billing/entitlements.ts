import { type Db, entitlements, people, subscriptionItems } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { deriveEntitlement, type ItemFacts } from './plans.ts'

export const itemFacts = {
  status: subscriptionItems.status,
  planSlug: subscriptionItems.planSlug,
  planName: subscriptionItems.planName,
  amount: subscriptionItems.amount,
  periodEnd: subscriptionItems.periodEnd,
}

/** The items of a person who is still with us. */
export async function itemsOf(db: Db, workspaceId: string, personId: string): Promise<ItemFacts[]> {
  return db
    .select(itemFacts)
    .from(subscriptionItems)
    .innerJoin(people, eq(people.id, subscriptionItems.personId))
    .where(
      and(
        eq(subscriptionItems.workspaceId, workspaceId),
        eq(subscriptionItems.personId, personId),
        isNull(people.deactivatedAt),
      ),
    )
}

/** Derives again what a person may use, in the transaction that changed their items. */
export async function refreshEntitlement(tx: Db, workspaceId: string, personId: string, now: Date): Promise<void> {
  const derived = deriveEntitlement(await itemsOf(tx, workspaceId, personId))
  if (!derived) {
    const isTheirs = and(eq(entitlements.workspaceId, workspaceId), eq(entitlements.personId, personId))
    await tx.delete(entitlements).where(isTheirs)
    return
  }
  const values = { ...derived, updatedAt: now }
  await tx
    .insert(entitlements)
    .values({ workspaceId, personId, ...values })
    .onConflictDoUpdate({ target: [entitlements.workspaceId, entitlements.personId], set: values })
}
