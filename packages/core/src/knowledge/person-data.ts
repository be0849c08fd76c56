import { unansweredQuestions } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type PersonSource } from '../identity/index.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Documents are the team's. What people asked may name them, and staff are remembered for what they resolved. */
export const knowledgePersonSource: PersonSource = {
  export: async (db, { workspaceId, personId }) => ({
    resolvedQuestions: await db
      .select({ question: unansweredQuestions.question, resolvedAt: unansweredQuestions.resolvedAt })
      .from(unansweredQuestions)
      .where(and(eq(unansweredQuestions.workspaceId, workspaceId), eq(unansweredQuestions.resolvedBy, personId)))
      .limit(exportLimit),
  }),
  erase: async (tx, { workspaceId, personId, name, email }) => {
    await tx
      .update(unansweredQuestions)
      .set({ resolvedBy: null })
      .where(and(eq(unansweredQuestions.workspaceId, workspaceId), eq(unansweredQuestions.resolvedBy, personId)))
    for (const term of [email, name]) {
      if (!term || term.length < 3) continue
      const pattern = literal(term)
      // The normal form has other spellings of the words than the question: it is made unfindable instead.
      await tx.execute(sql`update unanswered_questions
        set question = regexp_replace(question, ${pattern}, ${erasedName}, 'gi'), normal = 'erased ' || id
        where workspace_id = ${workspaceId} and question ~* ${pattern}`)
    }
  },
  timeline: () => [],
}
