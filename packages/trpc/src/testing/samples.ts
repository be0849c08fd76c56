import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '../root.ts'
import { knownEmail, password, type Things } from './world.ts'

/** Who may call a procedure: the words of `procedures.ts`. */
export type Kind = 'open' | 'signedIn' | 'read' | 'write' | 'admin' | 'machine'

export interface Sample<Input> {
  kind: Kind
  /** Good inputs, which together reach every table that the procedure reads and use every id that it takes. */
  inputs: Input[]
}

type Inputs = inferRouterInputs<AppRouter>
/** A procedure that is missing here is a type error. */
export type Samples = { [R in keyof Inputs]: { [P in keyof Inputs[R]]: Sample<Inputs[R][P]> } }

const hour = 3_600_000
const at = (offset: number) => new Date(Date.now() + offset * hour).toISOString()

/** The one table of what each procedure takes and who may call it, in terms of one workspace's things. */
export function samplesOf({ funnelId, issueId, personId, visitId }: Things): Samples {
  const window = { from: at(-1), to: at(1) }
  const steps = ['a', 'b'].map(name => ({ name, match: { event: name, step: 's', properties: { plan: 'team' } } }))
  return {
    apiKeys: { list: { kind: 'admin', inputs: [undefined] } },
    audit: {
      list: {
        kind: 'admin',
        inputs: [{ actor: personId, action: 'issues.', entity: 'issue', entityId: issueId, ...window, search: 'x' }, undefined],
      },
    },
    auth: {
      signIn: { kind: 'open', inputs: [{ email: knownEmail, password }] },
      signUp: { kind: 'open', inputs: [{ email: 'somebody@example.com', password, name: 'Some Body' }] },
      signOut: { kind: 'open', inputs: [undefined] },
      session: { kind: 'open', inputs: [undefined] },
    },
    events: {
      insertBatch: {
        kind: 'machine',
        inputs: [{ events: [{ id: 'once', name: 'n', visitId, timestamp: at(0) }], sentAt: at(0) }],
      },
      list: { kind: 'read', inputs: [{ name: 'n', step: 's', visitId, search: 'x', limit: 5 }, { personId }, {}] },
      byFunnelStep: { kind: 'read', inputs: [{ step: 's', ...window }] },
      byTimeRange: { kind: 'read', inputs: [window] },
      countByFunnelStep: { kind: 'read', inputs: [window] },
      names: { kind: 'read', inputs: [window, undefined] },
      volume: { kind: 'read', inputs: [window] },
    },
    funnels: {
      list: { kind: 'read', inputs: [undefined] },
      get: { kind: 'read', inputs: [{ id: funnelId }] },
      create: { kind: 'write', inputs: [{ name: 'New', description: 'About it', steps, windowHours: 1 }] },
      update: { kind: 'write', inputs: [{ id: funnelId, name: 'Changed', description: 'Other' }] },
      report: { kind: 'read', inputs: [{ id: funnelId, ...window, breakdown: 'device' }] },
      compare: { kind: 'read', inputs: [{ id: funnelId, current: window, baseline: { from: at(-3), to: at(-1) } }] },
      series: { kind: 'read', inputs: [{ id: funnelId, ...window, step: 'open' }] },
      remove: { kind: 'write', inputs: [{ id: funnelId }] },
    },
    issues: {
      list: { kind: 'read', inputs: [{ funnelId, search: 'issue', open: true }, undefined] },
      get: { kind: 'read', inputs: [{ id: issueId }] },
      history: { kind: 'read', inputs: [{ id: issueId }] },
      create: { kind: 'write', inputs: [{ title: 'New', funnelId, step: 'pay', note: 'Look' }] },
      setStatus: { kind: 'write', inputs: [{ id: issueId, status: 'fixing', note: 'Mine' }] },
      assign: { kind: 'write', inputs: [{ id: issueId, assigneeId: personId }] },
      detect: { kind: 'write', inputs: [{ funnelId, now: at(0) }] },
    },
    live: { changes: { kind: 'signedIn', inputs: [undefined] } },
    workspace: {
      get: { kind: 'read', inputs: [undefined] },
      counts: { kind: 'read', inputs: [undefined] },
      removeSample: { kind: 'admin', inputs: [undefined] },
    },
  }
}

/** The same by full name, such as `funnels.get`. */
export const byPath = (samples: Samples): [string, Sample<unknown>][] =>
  Object.entries(samples).flatMap(([router, procedures]) =>
    Object.entries(procedures).map(([name, sample]): [string, Sample<unknown>] => [`${router}.${name}`, sample]),
  )
