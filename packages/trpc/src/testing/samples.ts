import { activitySamples } from './samples/activity.ts'
import { billingSamples } from './samples/billing.ts'
import { companionSamples } from './samples/companion.ts'
import { dashboardsSamples } from './samples/dashboards.ts'
import { essayRequestsSamples } from './samples/essay-requests.ts'
import { essaysSamples } from './samples/essays.ts'
import { identitySamples } from './samples/identity.ts'
import { issuesSamples } from './samples/issues.ts'
import { kernelSamples } from './samples/kernel.ts'
import { knowledgeSamples } from './samples/knowledge.ts'
import { operationsSamples } from './samples/operations.ts'
import { reportsSamples } from './samples/reports.ts'
import type { Sample, Samples } from './samples/sample.ts'
import { supportSamples } from './samples/support.ts'
import { syncSamples } from './samples/sync.ts'
import { trackingSamples } from './samples/tracking.ts'
import type { Things } from './world.ts'

export type { Kind } from './samples/sample.ts'

/** The one table of what each procedure takes and who may call it, in terms of one workspace's things. */
export function samplesOf(things: Things): Samples {
  return {
    ...activitySamples(things),
    ...billingSamples(things),
    ...companionSamples(things),
    ...dashboardsSamples(),
    ...essayRequestsSamples(things),
    ...essaysSamples(things),
    ...identitySamples(things),
    ...issuesSamples(things),
    ...kernelSamples(things),
    ...knowledgeSamples(things),
    ...operationsSamples(),
    ...reportsSamples(things),
    ...supportSamples(things),
    ...syncSamples(things),
    ...trackingSamples(things),
  }
}

/** The same by full name, such as `funnels.get`. */
export const byPath = (samples: Samples): [string, Sample<unknown>][] =>
  Object.entries(samples).flatMap(([router, procedures]) =>
    Object.entries(procedures).map(([name, sample]): [string, Sample<unknown>] => [`${router}.${name}`, sample]),
  )
