import { createIssue, setStatus } from '@quarterdeck/core/issues'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { createFunnel } from '@quarterdeck/core/tracking'
import { stepsOf } from './tracking.ts'

export interface IssueThings {
  issueId: string
  /** An issue that is fixed, whose fix can be measured. */
  fixedIssueId: string
}

export async function fillIssues(deps: Deps, scope: Scope, funnelId: string, mark: string): Promise<IssueThings> {
  const issue = await createIssue(deps, scope, {
    ...{ title: `${mark} issue`, funnelId, step: 'open', severity: 'high', note: `${mark} note` },
  })
  const other = await createFunnel(deps, scope, {
    ...{ name: `${mark} other funnel`, steps: stepsOf(mark), windowHours: 24 },
  })
  const fixed = await createIssue(deps, scope, {
    ...{ title: `${mark} fixed issue`, funnelId: other.id, step: 'open', severity: 'low' },
  })
  await setStatus(deps, scope, { id: fixed.id, status: 'fixed' })
  return { issueId: issue.id, fixedIssueId: fixed.id }
}
