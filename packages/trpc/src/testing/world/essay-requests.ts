import {
  createEssayRequest,
  finishEssay,
  listShares,
  readDocument,
  requestRevision,
  saveDraft,
  shareEssay,
} from '@quarterdeck/core/essay-requests'
import type { Deps, Scope } from '@quarterdeck/core/kernel'

/** Of `personId`: a request with a draft, another, and one that is finished, with two links to it and a revision. */
export interface EssayRequestThings {
  essayRequestId: string
  /** What it was ordered with. */
  essayText: string
  openEssayId: string
  finishedEssayId: string
  essayRevisionId: string
  essayShareId: string
  essayToken: string
}

/** Requests of a customer: two that somebody works on, and one that is finished and asked for again. */
export async function fillEssayRequests(
  deps: Deps,
  scope: Scope,
  ownerId: string,
  mark: string,
): Promise<EssayRequestThings> {
  const essayText = `The ${mark} essay.`
  const content = readDocument(essayText)
  const order = async () => {
    const { id } = await createEssayRequest(deps, scope, {
      ...{
        studentName: `${mark} student`,
        studentEmail: `${mark}@example.com`,
        applicationType: mark,
        ownerId,
        content,
      },
      ...{ programPrompt: `${mark} prompt`, turnaround: 'standard', comments: mark },
    })
    await saveDraft(deps, scope, { id, content: readDocument(`The better ${mark} essay.`), baseVersion: 0 })
    return id
  }
  const [essayRequestId, openEssayId, finishedEssayId] = [await order(), await order(), await order()]
  await finishEssay(deps, scope, { id: finishedEssayId, currentScore: 6, potentialScore: 8 })
  const share = await shareEssay(deps, scope, { id: finishedEssayId, expiresInDays: 7 })
  const { id: essayRevisionId } = await requestRevision(deps, scope, { id: finishedEssayId })
  const essayToken = new URL(share.url).searchParams.get('token') ?? ''
  const { items } = await listShares(deps, scope, { id: finishedEssayId })
  const mailed = items.find(({ madeBy }) => madeBy === 'finish')
  return {
    ...{ essayRequestId, essayText, openEssayId, finishedEssayId, essayRevisionId },
    ...{ essayShareId: mailed?.id ?? '', essayToken },
  }
}
