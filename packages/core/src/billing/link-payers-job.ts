import { identities, payments, subscriptionItems, subscriptions, workspaces } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { lockPeople } from '../identity/index.ts'
import type { Deps } from '../kernel/index.ts'
import { linkPayer } from './payers.ts'
import { linkByEmail } from './stripe-customers.ts'

export async function run(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  for (const { workspaceId, provider, subject } of await findUnlinked(deps)) {
    await deps.db.transaction(async tx => {
      await lockPeople(tx, workspaceId)
      await linkPayer(tx, workspaceId, provider, subject, now)
    })
  }
  for (const { id } of await deps.db.select({ id: workspaces.id }).from(workspaces)) {
    await deps.db.transaction(async tx => {
      await lockPeople(tx, id)
      await linkByEmail(tx, id, now)
    })
  }
}

/** Payers whose person is known, and who have records without one. */
async function findUnlinked({ db }: Deps) {
  const found = new Map<string, { workspaceId: string; provider: 'clerk' | 'stripe'; subject: string }>()
  for (const table of [payments, subscriptions, subscriptionItems] as const) {
    const rows = await db
      .selectDistinct({ workspaceId: table.workspaceId, provider: table.provider, subject: identities.subject })
      .from(table)
      .innerJoin(
        identities,
        and(
          eq(identities.workspaceId, table.workspaceId),
          eq(identities.provider, table.provider),
          eq(identities.subject, table.payerSubject),
        ),
      )
      .where(isNull(table.personId))
      .limit(200)
    for (const row of rows) found.set(Object.values(row).join(':'), row)
  }
  return found.values()
}
