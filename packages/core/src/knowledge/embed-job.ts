import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { systemScope } from '../identity/index.ts'
import { type Deps, type Embedder, EmbeddingFailed, type Scope } from '../kernel/index.ts'
import { codeOf, isEmbedding, linkEmbeddings } from './embedding.ts'
import { embeddedText } from './index-writer.ts'

/** Texts of one request: about 50,000 tokens. */
const together = 96

interface Missing {
  hash: string
  title: string
  headings: string[]
  content: string
}

/** Texts without an embedding, each once however many chunks have it, by their hashes from one on. */
const findMissing = ({ db }: Deps, { workspaceId }: Scope, model: string, after: string) =>
  rowsOf<Missing>(
    db,
    sql`select distinct on (c.hash) c.hash, d.title, to_jsonb(c.headings) as headings, c.content
      from chunks c join documents d on d.id = c.document_id
      where c.workspace_id = ${workspaceId} and c.hash > ${after} and not exists (select from embeddings e
        where e.workspace_id = c.workspace_id and e.model = ${model} and e.hash = c.hash)
      order by c.hash limit ${together}`,
  )

async function embedSome(deps: Deps, scope: Scope, embedder: Embedder, missing: readonly Missing[]): Promise<void> {
  const { workspaceId } = scope
  const { model } = embedder
  const vectors = await embedder.embed(
    missing.map(({ title, headings, content }) => embeddedText(title, headings, content)),
  )
  const rows = missing.map(({ hash }, index) => {
    const vector = vectors[index] ?? []
    return { hash, code: codeOf(vector), vector: `[${vector.join()}]` }
  })
  await deps.db.transaction(async tx => {
    await tx.execute(sql`insert into embeddings (workspace_id, model, hash, code, embedding)
      select ${workspaceId}::uuid, ${model}, hash, code::bit(1536), vector::vector
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(hash text, code text, vector text)
      on conflict do nothing`)
    await linkEmbeddings(
      tx,
      scope,
      model,
      rows.map(({ hash }) => hash),
    )
  })
}

/** Says of the documents that wait why they do. They are found by their words all the same. */
async function noteFailure({ db }: Deps, { workspaceId }: Scope, error: unknown): Promise<void> {
  const why = error instanceof EmbeddingFailed ? error.message : 'The embeddings could not be stored'
  await db.execute(sql`update documents set status = 'failed', error = ${why}
    where workspace_id = ${workspaceId} and status <> 'ready' and (status, error) is distinct from ('failed', ${why}::text)`)
}

export async function run(deps: Deps, { workspaceId }: { workspaceId: string }): Promise<void> {
  const { embedder } = deps
  if (!embedder || !isEmbedding(deps)) return
  const scope = systemScope(workspaceId, 'embeddings')
  try {
    await deps.db.transaction(tx => linkEmbeddings(tx, scope, embedder.model))
    for (let after = ''; ; ) {
      const missing = await findMissing(deps, scope, embedder.model, after)
      // What was added meanwhile may have a hash that comes before.
      if (missing.length === 0 && after === '') return
      if (missing.length > 0) await embedSome(deps, scope, embedder, missing)
      after = missing.at(-1)?.hash ?? ''
    }
  } catch (error) {
    await noteFailure(deps, scope, error)
    // What does not pass by itself waits for the sweep, or for somebody to change the settings.
    if (error instanceof EmbeddingFailed && !error.isPassing) return
    throw error
  }
}
