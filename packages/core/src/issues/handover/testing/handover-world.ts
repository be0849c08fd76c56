import { type Integrations, noIntegrations, type Scope } from '../../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../../testing/index.ts'
import { createFunnel } from '../../../tracking/index.ts'
import { createIssue } from '../../commands.ts'
import type { IssueDto } from '../../model.ts'
import { handoverSweepJob } from '../jobs.ts'

const hour = 3_600_000

export interface HandoverWorld extends TestWorld {
  /** An issue in a workspace of its own; nothing that it asks for has run yet. */
  makeIssue: () => Promise<{ scope: Scope; issue: IssueDto }>
  /** Runs what is due, then the sweep an hour later, some times over. */
  recover: (hours?: number) => Promise<void>
}

/** A test world that hands issues over to the given programs, and waits half a second for an answer. */
export async function createHandoverWorld(
  integrations: Partial<Integrations>,
  more: Parameters<typeof createTestWorld>[0] & { begins?: number } = {},
): Promise<HandoverWorld> {
  const world = await createTestWorld({
    ...more,
    integrations: { ...noIntegrations, patience: 1_000, ...integrations },
  })
  const { deps } = world
  let now = more.begins ?? Date.now()
  world.setNow(new Date(now))
  return {
    ...world,
    makeIssue: async () => {
      const scope = await world.makeWorkspace()
      const steps = ['cart', 'pay & go'].map(name => ({ name, match: { event: name } }))
      const funnel = await createFunnel(deps, scope, { name: 'Checkout', steps, windowHours: 24 })
      const input = {
        title: 'Fell to 41 % <now>',
        funnelId: funnel.id,
        step: 'pay & go',
        severity: 'critical' as const,
      }
      return { scope, issue: await createIssue(deps, scope, input) }
    },
    recover: async (hours = 4) => {
      await world.runJobs()
      for (let each = 0; each < hours; each++) {
        now += hour
        world.setNow(new Date(now))
        await deps.db.transaction(tx => deps.jobs.enqueue(tx, handoverSweepJob, {}))
        await world.runJobs()
      }
    },
  }
}
