import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'
import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

export type WorkflowRow = Outputs['workflows']['list']['items'][number]
export type Workflow = Outputs['workflows']['get']
export type WorkflowStep = Workflow['steps'][number]

/** States of a workflow, in the order of its life, with their names and colours. */
export const statuses: Readonly<Record<WorkflowRow['status'], { name: string; tone: Tone }>> = {
  pending: { name: 'Waiting', tone: 'neutral' },
  running: { name: 'In work', tone: 'accent' },
  completed: { name: 'Done', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
  cancelled: { name: 'Cancelled', tone: 'neutral' },
}

// The record above has exactly the names of the type.
export const statusNames = Object.keys(statuses) as WorkflowRow['status'][]

/** Workflows that we know, in words; another is shown by its own name. */
export const workflowNames: Readonly<Record<string, string>> = { reply: 'Reply to a customer' }

/** The search parameters of the workflows page; `about` is what they are about, `i` the chosen one. */
export function readWorkflowSearch(search: RawSearch) {
  return compact({
    status: oneOf(search.status, statusNames),
    name: text(search.name, 100),
    about: text(search.about, 64),
    i: text(search.i, 64),
  })
}

export type WorkflowSearch = ReturnType<typeof readWorkflowSearch>
