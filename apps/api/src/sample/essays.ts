import {
  cancelEssay,
  createEssayRequest,
  createEssayRequestInput,
  finishEssay,
  requestRevision,
  saveDraft,
  saveDraftInput,
} from '@quarterdeck/core/essay-requests'
import { systemScope } from '@quarterdeck/core/identity'
import { type Deps, earlier, hours, type Scope } from '@quarterdeck/core/kernel'
import { type SampleEssay, sampleEssays } from './essay-texts.ts'

/** The edited text, its last paragraph with a comment on it. */
function documentOf(paragraphs: readonly string[], comment: string | undefined): object {
  const content = paragraphs.map((text, index) => {
    const isLast = index === paragraphs.length - 1
    const marks = isLast && comment ? [{ type: 'comment', attrs: { id: 'sample-comment', text: comment } }] : []
    return { type: 'paragraph', content: [{ type: 'text', text, marks }] }
  })
  return { type: 'doc', content }
}

async function play(depsAt: (hoursAgo: number) => Deps, scope: Scope, essay: SampleEssay): Promise<void> {
  const { orderedHoursAgo, savedHoursAgo, closedHoursAgo, original, edited, scores, ...order } = essay
  const { name, email, applicationType, prompt, turnaround, comments } = order
  const input = createEssayRequestInput.parse({
    ...{ studentName: name, studentEmail: email, applicationType, programPrompt: prompt, turnaround, comments },
    content: original.join('\n'),
  })
  const { id } = await createEssayRequest(depsAt(orderedHoursAgo), scope, input, { origin: 'sample' })
  if (edited && savedHoursAgo !== undefined) {
    const content = documentOf(edited, essay.comment)
    await saveDraft(depsAt(savedHoursAgo), scope, saveDraftInput.parse({ id, content, baseVersion: 0 }))
  }
  if (closedHoursAgo === undefined) return
  const deps = depsAt(closedHoursAgo)
  if (essay.cancelled) await cancelEssay(deps, scope, { id, reason: essay.cancelled })
  else await finishEssay(deps, scope, { id, ...scores })
  if (essay.revised) await requestRevision(depsAt(closedHoursAgo / 2), scope, { id, comments: essay.revised })
}

/** Essays as if they had been ordered over the last days: through the verbs that real orders go through. */
export async function makeSampleEssays(deps: Deps, workspaceId: string): Promise<void> {
  const scope = systemScope(workspaceId, 'Sample editor')
  const now = deps.clock.now()
  const depsAt = (hoursAgo: number): Deps => ({ ...deps, clock: { now: () => earlier(now, hours(hoursAgo)) } })
  for (const essay of sampleEssays) await play(depsAt, scope, essay)
}
