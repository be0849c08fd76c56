import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import { type Deps, type Embedder, EmbeddingFailed, type Scope } from '../../kernel/index.ts'
import { codeOf, dimensions, embeddingModel } from './meaning.ts'
import { ofScope } from './term-counts.ts'

/** Texts of one request: about 10,000 tokens. */
const together = 96
/** Facts that are looked at together, newest first. */
const batch = 1_000

interface Waiting {
  id: string
  text: string
  hash: string
  isKnown: boolean
}

/** Facts without signs, and whether their texts were embedded before. */
const findWaiting = ({ db }: Deps, scope: Scope, model: string) =>
  rowsOf<Waiting>(
    db,
    sql`with waiting as materialized (select a.id, a.text, encode(sha256(convert_to(a.text, 'UTF8')), 'hex') as hash
        from activity a left join activity_codes k on k.fact_id = a.id
        where ${ofScope(scope)} and k.model is distinct from ${model}
        order by a.occurred_at desc, a.id desc limit ${batch})
      select w.id, w.text, w.hash, e.hash is not null as "isKnown" from waiting w left join activity_embeddings e
        on e.workspace_id = ${scope.workspaceId} and e.model = ${model} and e.hash = w.hash`,
  )

async function embedSome(deps: Deps, scope: Scope, embedder: Embedder, texts: Map<string, string>): Promise<void> {
  const vectors = await embedder.embed([...texts.values()], { dimensions, retries: 1 })
  const rows = [...texts.keys()].map((hash, index) => ({ hash, vector: `[${vectors[index]?.join()}]` }))
  await deps.db.execute(sql`insert into activity_embeddings (workspace_id, model, hash, embedding)
    select ${scope.workspaceId}::uuid, ${embedder.model}, hash, vector::vector
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(hash text, vector text)
    on conflict do nothing`)
}

/** Gives facts whose texts are embedded the signs of their vectors. */
async function link({ db }: Deps, { workspaceId }: Scope, model: string, waiting: readonly Waiting[]): Promise<void> {
  const hashes = [...new Set(waiting.map(({ hash }) => hash))]
  const vectors = await rowsOf<{ hash: string; vector: string }>(
    db,
    sql`select hash, embedding::text as vector from activity_embeddings where workspace_id = ${workspaceId}
      and model = ${model} and hash = any(array(select jsonb_array_elements_text(${JSON.stringify(hashes)}::text::jsonb)))`,
  )
  const codes = new Map(vectors.map(({ hash, vector }) => [hash, codeOf(vector.slice(1, -1).split(',').map(Number))]))
  const rows = waiting.map(({ id, hash }) => ({ id, code: codes.get(hash) }))
  // A fact may be gone by now, with its repository.
  await db.execute(sql`insert into activity_codes (fact_id, workspace_id, model, code)
    select a.id, a.workspace_id, ${model}, code::bit(1024)
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id uuid, code text) join activity a using (id)
    on conflict (fact_id) do update set model = excluded.model, code = excluded.code`)
}

export async function run(deps: Deps, { workspaceId }: { workspaceId: string }): Promise<void> {
  const { embedder } = deps
  if (!embedder || !embeddingModel(deps)) return
  const scope = systemScope(workspaceId, 'embeddings')
  try {
    for (;;) {
      const waiting = await findWaiting(deps, scope, embedder.model)
      if (waiting.length === 0) return
      const missing = [...new Map(waiting.filter(({ isKnown }) => !isKnown).map(({ hash, text }) => [hash, text]))]
      for (let at = 0; at < missing.length; at += together) {
        await embedSome(deps, scope, embedder, new Map(missing.slice(at, at + together)))
      }
      await link(deps, scope, embedder.model, waiting)
    }
  } catch (error) {
    // What does not pass by itself waits for the sweep, or for somebody to change the settings.
    if (!(error instanceof EmbeddingFailed) || error.isPassing) throw error
    deps.log.warn({ err: error }, 'Facts could not be embedded; they are found by their words')
  }
}
