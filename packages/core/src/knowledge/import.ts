import { documents } from '@quarterdeck/db'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { audit, DomainError, type Scope } from '../kernel/index.ts'
import { writeChange } from './commands.ts'
import { readContent } from './content.ts'
import { askForEmbeddings } from './embedding.ts'
import { lockIndex } from './index-writer.ts'
import { addDocumentInput } from './inputs.ts'
import { type Cut, cut, type WriteDeps, writeNew } from './new-documents.ts'

/** A line of an import: `id` is how it is known when it comes again. */
const importLine = addDocumentInput
  .omit({ content: true, type: true })
  .extend({
    id: z.union([z.string().trim().min(1).max(500), z.int()]).optional(),
    text: addDocumentInput.shape.content,
    type: addDocumentInput.shape.type.default('documentation'),
  })
  .strip()

export interface ImportResult {
  added: number
  updated: number
  /** There already, word for word. */
  same: number
  /** By place in the list, from 0. */
  refused: { index: number; why: string }[]
}

type Line = Cut & { sourceId: string | null }

async function readLine(value: unknown): Promise<Line> {
  const { data, error } = importLine.safeParse(value)
  if (!data) {
    const [issue] = error.issues
    throw new DomainError('invalid', `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is wrong'}`)
  }
  const { id, text, ...rest } = data
  const input = { ...rest, ...(await readContent({ content: text, format: rest.format })) }
  return { sourceId: id === undefined ? null : String(id), input, passages: cut(input) }
}

/**
 * Brings in documents, together or, if the process dies, not at all: call it with some thousand at a time, which
 * costs much less than one by one. What came before under the same id is updated; what did not change is left alone.
 */
export async function importDocuments(deps: WriteDeps, scope: Scope, list: readonly unknown[]): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, same: 0, refused: [] }
  const lines = new Map<string, Line>()
  for (const [index, value] of list.entries()) {
    try {
      const line = await readLine(value)
      // Of two lines with one id, the later counts.
      lines.set(line.sourceId === null ? `line ${index}` : `id ${line.sourceId}`, line)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      result.refused.push({ index, why: error.message })
    }
  }
  await deps.db.transaction(async tx => {
    await lockIndex(tx, scope)
    const ids = [...lines.values()].flatMap(({ sourceId }) => sourceId ?? [])
    const known = await tx
      .select()
      .from(documents)
      .where(and(eq(documents.workspaceId, scope.workspaceId), inArray(documents.sourceId, ids)))
    const bySource = new Map(known.map(row => [row.sourceId, row]))
    const fresh: Line[] = []
    for (const line of lines.values()) {
      const before = line.sourceId === null ? undefined : bySource.get(line.sourceId)
      if (!before) fresh.push(line)
      else if (await writeChange(tx, deps, scope, before, line.input)) result.updated++
      else result.same++
    }
    if (fresh.length > 0) result.added = (await writeNew(tx, deps, scope, fresh)).length
    if (result.added + result.updated === 0) return
    await askForEmbeddings(deps, tx, scope)
    const after = { added: result.added, updated: result.updated }
    await audit(tx, scope, { action: 'knowledge.import', entity: 'workspace', entityId: scope.workspaceId, after })
  })
  return result
}
