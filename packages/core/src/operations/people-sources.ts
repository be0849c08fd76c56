import { activityPersonSource } from '../activity/index.ts'
import { billingPersonSource } from '../billing/index.ts'
import { companionPersonSource } from '../companion/index.ts'
import { essayRequestsPersonSource } from '../essay-requests/index.ts'
import { identityPersonSource, type PersonSource } from '../identity/index.ts'
import { issuesPersonSource } from '../issues/index.ts'
import { knowledgePersonSource } from '../knowledge/index.ts'
import { reportsPersonSource } from '../reports/index.ts'
import { supportPersonSource } from '../support/index.ts'
import { trackingPersonSource } from '../tracking/index.ts'

/** Every domain that knows something about people. Identity is last: with it the account goes that others point to. */
export const personSources: readonly PersonSource[] = [
  companionPersonSource,
  essayRequestsPersonSource,
  supportPersonSource,
  issuesPersonSource,
  reportsPersonSource,
  knowledgePersonSource,
  activityPersonSource,
  trackingPersonSource,
  billingPersonSource,
  identityPersonSource,
]
