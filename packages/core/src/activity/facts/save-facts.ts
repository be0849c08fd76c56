import type { Db } from '@quarterdeck/db'
import { type Deps, type Scope, unavailable } from '../../kernel/index.ts'
import type { SavedFacts } from '../model.ts'
import { actorKey } from './actors.ts'
import type { NewActor, Told } from './fact.ts'
import { readKnown, writeFresh } from './fact-rows.ts'
import { type Draft, draftOf, foldFacts, placeOf } from './fold-facts.ts'
import { removeFacts, removeLate } from './remove-facts.ts'
import { rewriteCommits } from './rewrite-commits.ts'
import { saveActors } from './save-actors.ts'
import { savePulls } from './save-pulls.ts'
import { type Saving, saveRepositories } from './save-repositories.ts'

/** How often facts are compared anew because somebody else saved the same meanwhile. */
const rounds = 5

/**
 * Keeps what was told, in any order and however often: each fact once, its newest words in force, its earlier words
 * beside them. Few statements, whatever the number of facts.
 * @param told in the order in which it was said.
 * @throws DomainError `unavailable` when others keep saving the same at the same time: nothing is lost by trying again.
 */
export async function saveFacts(tx: Db, deps: Deps, scope: Scope, told: Told, saving: Saving): Promise<SavedFacts> {
  const numbers = [...told.facts, ...told.pulls, ...told.removals, ...told.rewrites].map(({ repository }) => repository)
  const repositories = await saveRepositories(tx, scope, told.repositories, saving, numbers)
  const isKnown = ({ repository }: { repository: number }) => repositories.has(repository)
  const facts = told.facts.filter(isKnown)
  const pulls = told.pulls.filter(isKnown)
  const named: (NewActor | null)[] = [...facts.map(({ actor }) => actor), ...pulls.map(({ author }) => author)]
  const actors = await saveActors(
    tx,
    scope,
    named.filter(actor => actor !== null),
    saving,
  )
  const idOf = (actor: NewActor | null) => (actor ? (actors.get(actorKey(actor)) ?? null) : null)
  const repositoryOf = (number: number) => repositories.get(number)?.id ?? ''
  const drafts = facts.map(fact => draftOf(fact, repositoryOf(fact.repository), idOf(fact.actor)))
  const { saved, added } = await saveDrafts(tx, deps, scope, drafts, saving)
  await removeFacts(tx, scope, told.removals.filter(isKnown), repositoryOf)
  await removeLate(tx, scope, drafts)
  await rewriteCommits(tx, scope, told.rewrites.filter(isKnown), repositoryOf, added)
  await savePulls(tx, scope, pulls, drafts, { repositories, idOf })
  return saved
}

async function saveDrafts(
  tx: Db,
  deps: Deps,
  scope: Scope,
  drafts: readonly Draft[],
  { via }: Saving,
): Promise<{ saved: SavedFacts; added: Set<string> }> {
  const saved: SavedFacts = { added: 0, superseded: 0, unchanged: 0, stale: 0 }
  const added = new Set<string>()
  const at = deps.clock.now()
  let waiting = drafts
  for (let round = 0; waiting.length > 0; round++) {
    if (round === rounds) throw unavailable('Others are saving the same facts: try again', 1)
    const known = await readKnown(tx, scope, waiting)
    const outcome = foldFacts(known, waiting)
    const lost = await writeFresh(tx, scope, outcome, { via, at })
    for (const { place, verdict } of outcome.verdicts) {
      if (lost.has(place)) continue
      saved[verdict]++
      if (verdict === 'added') added.add(place)
    }
    waiting = waiting.filter(draft => lost.has(placeOf(draft)))
  }
  return { saved, added }
}
