import { type ActivityKind, activity, gitActors, repositories } from '@quarterdeck/db'
import { type Deps, newId, type Scope } from '../../kernel/index.ts'

/** A fact, as far as a test cares. */
export interface PlantedFact {
  /** One is made where none is named. */
  repository?: string
  text: string
  kind: ActivityKind
  number?: number
  sha?: string
  /** Of March 2026, at noon; `at` is exact. */
  day?: number
  /** Later by so many. */
  minute?: number
  at?: Date
  /** Who stands behind `by` in the text where it is left out. */
  login?: string
  gone?: 'superseded' | 'removed'
}

type World = Pick<Deps, 'db'>

export async function makeRepository({ db }: World, { workspaceId }: Scope, fullName: string): Promise<string> {
  const id = newId()
  const [owner = '', name = ''] = fullName.split('/')
  const ghId = Number.parseInt(id.replaceAll('-', '').slice(-12), 16)
  const url = `https://github.example/${fullName}`
  await db.insert(repositories).values({ id, workspaceId, ghId, fullName, owner, name, url })
  return id
}

async function makeActors({ db }: World, { workspaceId }: Scope, logins: readonly string[]) {
  const rows = logins.map(login => ({ id: newId(), workspaceId, key: `name:${login}`, login, kind: 'user' as const }))
  if (rows.length > 0) await db.insert(gitActors).values(rows).onConflictDoNothing()
  const known = await db.query.gitActors.findMany({ where: (table, { eq }) => eq(table.workspaceId, workspaceId) })
  return new Map(known.map(({ login, id }) => [login, id]))
}

const loginOf = ({ login, text }: PlantedFact) => login ?? /\bby (\w+)/.exec(text)?.[1]

/** Facts as they are stored, without the way that they come in by. */
export async function plantFacts(world: World, scope: Scope, facts: readonly PlantedFact[]): Promise<void> {
  const { workspaceId } = scope
  const logins = [...new Set(facts.flatMap(fact => loginOf(fact) ?? []))]
  const actors = await makeActors(world, scope, logins)
  const other = facts.every(({ repository }) => repository) ? '' : await makeRepository(world, scope, `some/${newId()}`)
  const rows = facts.map(fact => {
    const { repository = other, text, kind, number = null, sha, day = 1, minute = 0, gone } = fact
    const at = fact.at ?? new Date(Date.UTC(2026, 2, day, 12, minute))
    const id = newId()
    return {
      ...{ id, workspaceId, repositoryId: repository, kind, number, text, objectKey: `planted:${id}`, occurredAt: at },
      ...{ url: `https://github.example/${id}`, contentHash: id, via: 'sync' as const, details: sha ? { sha } : {} },
      ...{ actorId: actors.get(loginOf(fact) ?? '') ?? null },
      ...(gone === 'superseded' && { supersededAt: at }),
      ...(gone === 'removed' && { removedAt: at }),
    }
  })
  for (let start = 0; start < rows.length; start += 500) {
    await world.db.insert(activity).values(rows.slice(start, start + 500))
  }
}
