import { systemScope } from '../identity/index.ts'
import { type Deps, DomainError } from '../kernel/index.ts'
import { measureInTime } from './measure.ts'

export interface MeasureInput {
  workspaceId: string
  issueId: string
  fixedAt: string
  attempt: number
}

export async function run(deps: Deps, { workspaceId, ...waiting }: MeasureInput): Promise<void> {
  try {
    await measureInTime(deps, systemScope(workspaceId, 'measurement'), waiting)
  } catch (error) {
    // Without its funnel there is nothing to measure: people confirm the fix by hand.
    if (error instanceof DomainError) deps.log.info({ err: error, issueId: waiting.issueId }, 'A fix was not measured')
    else throw error
  }
}
