import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { addDocument, noteUnanswered, updateDocument } from '@quarterdeck/core/knowledge'

export interface KnowledgeThings {
  documentId: string
  /** One that has had two texts. */
  oldDocumentId: string
  questionId: string
}

/** A document, another that was changed, and a question that neither answers. */
export async function fillKnowledge(deps: Deps, scope: Scope, mark: string): Promise<KnowledgeThings> {
  const text = { type: 'faq' as const, content: `# ${mark} heading\n\nThe ${mark} document.` }
  const { id: documentId } = await addDocument(deps, scope, { ...text, title: `${mark} document` })
  const { id: oldDocumentId } = await addDocument(deps, scope, { ...text, title: `${mark} old document` })
  await updateDocument(deps, scope, { id: oldDocumentId, content: `The newer ${mark} document.` })
  await deps.db.transaction(tx => noteUnanswered(tx, deps, scope, { question: `What is ${mark}?` }))
  const [question] = await deps.database.run<{ id: string }>(
    'select id from unanswered_questions where workspace_id = $1',
    [scope.workspaceId],
  )
  return { documentId, oldDocumentId, questionId: question?.id ?? '' }
}
