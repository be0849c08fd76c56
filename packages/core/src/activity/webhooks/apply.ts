import type { Db } from '@quarterdeck/db'
import { ZodError } from 'zod'
import { type Delivery, type Deps, parseJson, type Scope } from '../../kernel/index.ts'
import { nothingTold, type Told } from '../facts/fact.ts'
import { saveFacts } from '../facts/save-facts.ts'
import { syncNew } from '../sync/sync-new.ts'
import { applyInstallation, ensureInstallations, readInstallation, type Sender, senderOf } from './installations.ts'
import { isAboutRepository, removeRepository } from './repositories.ts'
import { tell } from './tell.ts'

type Status = 'done' | 'ignored'

export const handle = async (tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<Status> =>
  (await handleAll(tx, deps, scope, [delivery]))[0] ?? 'ignored'

/** What deliveries tell, kept: facts of all together; installations and repositories each in its turn. */
export async function handleAll(
  tx: Db,
  deps: Deps,
  scope: Scope,
  deliveries: readonly Delivery[],
): Promise<readonly Status[]> {
  const read = deliveries.map(({ eventType, body, receivedAt }) => {
    const payload = parseJson(body)
    const told = readable(deps, eventType, () => tell(eventType, payload, receivedAt))
    return { eventType, payload, receivedAt, told, sender: senderOf(payload) }
  })
  const installations = await ensureInstallations(
    tx,
    scope,
    read.filter(({ told }) => told !== null).flatMap(({ sender }) => sender ?? []),
  )
  const all = nothingTold()
  const statuses: Status[] = []
  for (const { eventType, payload, receivedAt, told, sender } of read) {
    if (told) add(all, told, sender, installations)
    const installation = readable(deps, eventType, () => readInstallation(eventType, payload))
    if (installation) await applyInstallation(tx, scope, installation, receivedAt)
    if (installation) await syncNew(tx, deps, scope, eventType, installation)
    statuses.push(installation || (told && isUsed(eventType, told)) ? 'done' : 'ignored')
  }
  await saveFacts(tx, deps, scope, all, { via: 'webhook' })
  for (const { eventType, payload, receivedAt } of read)
    if (isAboutRepository(eventType)) await removeRepository(tx, scope, payload, receivedAt)
  return statuses
}

/**
 * What a delivery says; null where it lacks what GitHub says with every one of its kind. It is kept as it came, takes
 * nothing from the others, and can be applied again once we understand it.
 */
function readable<Read>(deps: Deps, eventType: string, read: () => Read): Read | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    deps.log.warn({ err: error, eventType }, 'A delivery of GitHub lacks what its kind has')
    return null
  }
}

function add(all: Told, told: Told, sender: Sender | null, installations: ReadonlyMap<number, string>): void {
  const installationId = sender ? installations.get(sender.installationId) : undefined
  all.repositories.push(...told.repositories.map(one => ({ ...one, ...(installationId && { installationId }) })))
  all.facts.push(...told.facts)
  all.pulls.push(...told.pulls)
  all.removals.push(...told.removals)
  all.rewrites.push(...told.rewrites)
}

const isUsed = (eventType: string, { facts, pulls, removals }: Told): boolean =>
  isAboutRepository(eventType) || facts.length + pulls.length + removals.length > 0
