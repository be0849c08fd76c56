import { billingPersonSource } from '../billing/index.ts'
import { essayRequestsPersonSource } from '../essay-requests/index.ts'
import { identityPersonSource, type PersonSource } from '../identity/index.ts'
import { issuesPersonSource } from '../issues/index.ts'
import { knowledgePersonSource } from '../knowledge/index.ts'
import { supportPersonSource } from '../support/index.ts'
import { trackingPersonSource } from '../tracking/index.ts'

/** Every domain that knows something about people. Identity is last: with it the account goes that others point to. */
export const personSources: readonly PersonSource[] = [
  essayRequestsPersonSource,
  supportPersonSource,
  issuesPersonSource,
  knowledgePersonSource,
  trackingPersonSource,
  billingPersonSource,
  identityPersonSource,
]
