import { createKey, keyScope } from '@quarterdeck/core/identity'
import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'
import { createFunnel, ingest } from '@quarterdeck/core/tracking'

export interface TrackingThings {
  funnelId: string
  visitId: string
  /** Somebody who belongs to the workspace. */
  personId: string
}

/** The steps of funnels, whose events `fillTracking` has sent. */
export const stepsOf = (mark: string) => ['open', 'pay'].map(name => ({ name, match: { event: `${mark}_${name}` } }))

/** A funnel, and the events of somebody who went through it and said who they are. */
export async function fillTracking(deps: Deps, scope: Scope, mark: string): Promise<TrackingThings> {
  const funnel = await createFunnel(deps, scope, { name: `${mark} funnel`, steps: stepsOf(mark), windowHours: 24 })
  const visitId = `${mark}-visit`
  const events = ['open', 'pay', 'identify'].map(name => ({
    ...{ id: newId(), name: name === 'identify' ? name : `${mark}_${name}`, step: `${mark}-step` },
    ...{ timestamp: Date.now() - 1_000, visitId, userId: `${mark}-user`, anonymousId: `${mark}-browser` },
    properties: { name: `${mark} person` },
  }))
  await ingest(deps, scope, { spelling: 'events', events })
  // By a key of theirs, as trackers send: what is refused is counted by key.
  const [name, scopes] = [`${mark} tracker`, ['ingest' as const]]
  const { id } = await createKey(deps.db, scope, { name, scopes })
  const sender = keyScope({ id, name, scopes, workspaceId: scope.workspaceId }, 'ingest', scope.origin)
  await ingest(deps, sender, { spelling: 'events', events: [{ name: `${mark}_refused`, timestamp: Date.now() }] })
  const [identity] = await deps.database.run<{ person_id: string }>(
    "select person_id from identities where workspace_id = $1 and provider = 'user'",
    [scope.workspaceId],
  )
  if (!identity) throw new Error('identify linked nobody')
  return { funnelId: funnel.id, visitId, personId: identity.person_id }
}
