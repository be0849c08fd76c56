import { webhooks } from '@quarterdeck/db'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { type Deps, days, earlier, minutes } from '../../kernel/index.ts'
import { type GithubClient, GithubTrouble, openGithub, readAll } from './github-client.ts'

/** How long GitHub keeps deliveries (docs.github.com, "Redelivering webhooks"). */
const kept = days(3)
/** One that is this young may be on its way. */
const settled = minutes(5)
/** How many attempts are looked at. */
const most = 5_000

const attemptShape = z.object({
  // Larger than a number of JavaScript can be told apart by? GitHub's are not; if one is, it is left out.
  id: z.number(),
  guid: z.string(),
  delivered_at: z.iso.datetime({ offset: true }).transform(text => new Date(text)),
  redelivery: z.boolean(),
  status_code: z.number(),
})
type Attempt = z.infer<typeof attemptShape>

/** Newest first. */
async function listAttempts(client: GithubClient, since: Date): Promise<Attempt[]> {
  const goesOn = (attempts: readonly Attempt[]) => {
    const oldest = attempts.at(-1)?.delivered_at
    return oldest !== undefined && oldest >= since && attempts.length < most
  }
  const all = await readAll(client, '/app/hook/deliveries?per_page=100', z.array(attemptShape), goesOn)
  return all.filter(({ delivered_at }) => delivered_at >= since)
}

/** Of deliveries that never succeeded, and were not asked for again yet, the latest attempt. */
export function lostDeliveries(attempts: readonly Attempt[], before: Date): Attempt[] {
  const settledOnes = new Set(
    attempts
      .filter(({ status_code, redelivery }) => redelivery || (status_code >= 200 && status_code < 300))
      .map(({ guid }) => guid),
  )
  const lost = new Map<string, Attempt>()
  for (const attempt of attempts) {
    if (settledOnes.has(attempt.guid) || attempt.delivered_at > before || !Number.isSafeInteger(attempt.id)) continue
    const known = lost.get(attempt.guid)
    if (!known || known.delivered_at < attempt.delivered_at) lost.set(attempt.guid, attempt)
  }
  return [...lost.values()]
}

/** Asks GitHub to make deliveries again that failed, each once. Only an app may: for a token's webhooks it does nothing. */
export async function run(deps: Deps): Promise<void> {
  const { db, clock, integrations, log, webhookSecrets } = deps
  const { github, patience } = integrations
  if (!github || 'token' in github.auth || !webhookSecrets.github) return
  const now = clock.now()
  const client = await openGithub(github, 'app', {
    ...{ patience, signal: AbortSignal.timeout(minutes(4)), now: clock.now },
  })
  const lost = lostDeliveries(await listAttempts(client, earlier(now, kept)), earlier(now, settled))
  const guids = lost.map(({ guid }) => guid)
  // We may have kept one whose answer GitHub did not get.
  const isHere = and(eq(webhooks.source, 'github'), inArray(webhooks.deliveryId, guids))
  const here = guids.length > 0 ? await db.select({ guid: webhooks.deliveryId }).from(webhooks).where(isHere) : []
  const known = new Set(here.map(({ guid }) => guid))
  for (const { id, guid } of lost) {
    if (known.has(guid)) continue
    try {
      await client.post(`/app/hook/deliveries/${id}/attempts`)
    } catch (error) {
      // The next hour tries the rest; one that cannot be had keeps no other waiting.
      if (!(error instanceof GithubTrouble) || error.kind !== 'refused') throw error
      log.warn({ delivery: guid, err: error }, 'A lost delivery of GitHub cannot be had again')
    }
  }
}
