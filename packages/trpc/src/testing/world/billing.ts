import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'

/** What somebody paid for, of which the greater part has ended. */
export async function fillBilling(
  { database }: Deps,
  { workspaceId }: Scope,
  personId: string,
  mark: string,
): Promise<void> {
  const record = 'workspace_id, provider, provider_id, provider_updated_at, person_id, raw, status'
  const values = `$2, 'clerk', $3, now(), $4, '{}'`
  const params = [newId(), workspaceId, `${mark}-record`, personId]
  await database.run(`insert into payments (id, ${record}) values ($1, ${values}, 'paid')`, params)
  await database.run(`insert into subscriptions (id, ${record}) values ($1, ${values}, 'active')`, params)
  await database.run(
    `insert into subscription_items (id, ${record}, subscription_provider_id) values ($1, ${values}, 'active', $3)`,
    params,
  )
  await database.run(
    `insert into entitlements (id, workspace_id, person_id, tier, features, valid_until)
     values ($1, $2, $3, 'pro', '{chat}', now() - interval '1 day')`,
    [newId(), workspaceId, personId],
  )
}
