import { type ActivityKind, activity, type Db, gitActors, repositories } from '@quarterdeck/db'
import { newId, sha256 } from '../../kernel/index.ts'

export interface PlantedFact {
  kind: ActivityKind
  at: Date
  title: string
  /** Login of who did it. */
  by: string
  number?: number
  text?: string
  sha?: string
  additions?: number
  deletions?: number
  files?: number
  state?: string
}

export interface PlantedRepository {
  id: string
  fullName: string
}

export async function plantRepository(db: Db, workspaceId: string, fullName = 'acme/shop'): Promise<PlantedRepository> {
  const [owner = '', name = ''] = fullName.split('/')
  const id = newId()
  const url = `https://github.com/${fullName}`
  const ghId = Number.parseInt(sha256(`${workspaceId}${fullName}`).slice(0, 12), 16)
  await db.insert(repositories).values({ id, workspaceId, ghId, fullName, owner, name, url })
  return { id, fullName }
}

export async function plantActor(
  db: Db,
  workspaceId: string,
  login: string,
  more: { personId?: string; kind?: 'user' | 'bot' } = {},
): Promise<string> {
  const id = newId()
  await db
    .insert(gitActors)
    .values({ id, workspaceId, key: `name:${login}`, login, kind: 'user', ...more })
    .onConflictDoNothing()
  const known = await db.select({ id: gitActors.id, key: gitActors.key, of: gitActors.workspaceId }).from(gitActors)
  return known.find(({ key, of }) => key === `name:${login}` && of === workspaceId)?.id ?? id
}

const urlOf = (repository: string, { kind, number, sha, title }: PlantedFact, key: string) => {
  const base = `https://github.com/${repository}`
  if (kind === 'commit') return `${base}/commit/${sha}`
  if (kind === 'release_published') return `${base}/releases/tag/${encodeURIComponent(title)}`
  const part = kind.startsWith('issue_') && kind !== 'issue_comment' ? 'issues' : 'pull'
  return `${base}/${part}/${number}${kind.includes('review') || kind.includes('comment') ? `#${key}` : ''}`
}

/** Facts as webhooks and syncs leave them; those without a sha get one. */
export async function plantFacts(
  db: Db,
  workspaceId: string,
  repository: PlantedRepository,
  planted: readonly PlantedFact[],
): Promise<string[]> {
  const actors = new Map<string, string>()
  for (const { by } of planted) if (!actors.has(by)) actors.set(by, await plantActor(db, workspaceId, by))
  const rows = planted.map((given, index) => {
    const sha = given.sha ?? sha256(`${given.title}${given.at.toISOString()}${index}`).slice(0, 40)
    const fact = { ...given, sha }
    const { kind, number = null, title, additions, deletions, files, state } = fact
    const unique = `${kind}-${number ?? ''}-${sha.slice(0, 10)}`
    const objectKey = kind === 'commit' ? `commit:${sha}` : unique
    const text = given.text ?? `${number ? `#${number} ` : ''}${title} by ${fact.by}`
    return {
      ...{
        id: newId(),
        workspaceId,
        repositoryId: repository.id,
        actorId: actors.get(fact.by) ?? null,
        kind,
        objectKey,
      },
      ...{ occurredAt: fact.at, number, title, text, url: urlOf(repository.fullName, fact, unique) },
      ...{ additions: additions ?? null, deletions: deletions ?? null, filesChanged: files ?? null },
      details: { ...(kind === 'commit' && { sha }), ...(state && { state }) },
      ...{ contentHash: sha256(`${objectKey}${text}`), via: 'sync' as const },
    }
  })
  for (let at = 0; at < rows.length; at += 500) await db.insert(activity).values(rows.slice(at, at + 500))
  return rows.map(({ id }) => id)
}
