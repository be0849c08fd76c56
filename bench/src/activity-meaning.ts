import { embedFactsJob, searchFacts, searchFactsInput } from '@quarterdeck/core/activity'
import { createEmbedder } from '@quarterdeck/core/kernel'
import { createTestWorld } from '@quarterdeck/core/testing'
import { startEmbeddingServer } from '@quarterdeck/core/testing/outside'
import { fillFacts } from './activity-data.ts'
import { makeQueries } from './activity-search.ts'
import { type Metric, progress, timings } from './report.ts'

/** As many facts as are asked for; less for a quick look. */
const count = Number(process.env.ACTIVITY_MEANING_FACTS ?? 10_000)
const [queryCount, warmUps, bar] = [100, 10, 150]

/**
 * Search by meaning as well as by words, on the embedded database, which has pgvector: asked of the verb itself, with a
 * model's server that this process plays.
 */
export async function measureMeaning(): Promise<Metric[]> {
  const model = await startEmbeddingServer()
  const embedder = createEmbedder({ apiKey: 'bench', baseUrl: model.url, model: 'loopback' })
  const world = await createTestWorld({ vectors: true, embedder })
  try {
    const scope = await world.makeWorkspace()
    await fillFacts(world.database, count)
    const started = performance.now()
    await (await embedFactsJob.load()).run(world.deps, { workspaceId: scope.workspaceId })
    const seconds = (performance.now() - started) / 1_000
    progress(`${count} facts are embedded after ${seconds.toFixed(0)} s`)
    await world.database.script('vacuum analyze')
    const queryOf = makeQueries()
    const [all, own, rest]: [number[], number[], number[]] = [[], [], []]
    for (let n = -warmUps; n < queryCount; n++) {
      const [before, begun] = [model.busy(), performance.now()]
      const { mode } = await searchFacts(world.deps, scope, searchFactsInput.parse({ query: queryOf(n + warmUps) }))
      if (mode !== 'hybrid') throw new Error(`A search was ${mode}`)
      if (n < 0) continue
      all.push(performance.now() - begun)
      own.push(model.busy() - before)
      rest.push((all.at(-1) ?? 0) - (own.at(-1) ?? 0))
    }
    return [
      { name: 'embedded_per_s', label: 'Facts embedded', value: count / seconds, unit: 'facts/s' },
      ...timings('meaning', `Search by meaning in ${count.toLocaleString('en')} facts`, all, bar),
      ...timings('meaning_model', 'Of which the model’s server takes', own),
      ...timings('meaning_search', 'And the rest', rest),
    ]
  } finally {
    await world.close()
    await model.close()
  }
}

export const meaningNote = `Meaning: facts and queries as on Postgres, ${queryCount} of them without filters; a loopback server makes the embeddings, and all of a search counts, its own included.`
