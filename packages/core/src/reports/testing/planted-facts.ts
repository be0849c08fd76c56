import { type ActivityKind, type Db, repositories } from '@quarterdeck/db'
import { nothingTold, saveFacts } from '../../activity/index.ts'
import { type Deps, newId, type Scope, sha256 } from '../../kernel/index.ts'

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

const numberOf = (workspaceId: string, fullName: string) =>
  Number.parseInt(sha256(`${workspaceId}${fullName}`).slice(0, 12), 16)

export async function plantRepository(db: Db, workspaceId: string, fullName = 'acme/shop'): Promise<PlantedRepository> {
  const [owner = '', name = ''] = fullName.split('/')
  const id = newId()
  const url = `https://github.com/${fullName}`
  const ghId = numberOf(workspaceId, fullName)
  await db.insert(repositories).values({ id, workspaceId, ghId, fullName, owner, name, url })
  return { id, fullName }
}

const urlOf = (repository: string, { kind, number, sha, title }: PlantedFact, key: string) => {
  const base = `https://github.com/${repository}`
  if (kind === 'commit') return `${base}/commit/${sha}`
  if (kind === 'release_published') return `${base}/releases/tag/${encodeURIComponent(title)}`
  const part = kind.startsWith('issue_') && kind !== 'issue_comment' ? 'issues' : 'pull'
  return `${base}/${part}/${number}${kind.includes('review') || kind.includes('comment') ? `#${key}` : ''}`
}

/** Keeps facts as syncs do; commits without a sha get one. Who is called `…[bot]` is one. */
export async function plantFacts(
  deps: Deps,
  scope: Scope,
  { fullName }: PlantedRepository,
  planted: readonly PlantedFact[],
): Promise<void> {
  const repository = numberOf(scope.workspaceId, fullName)
  const facts = planted.map((given, index) => {
    const sha = given.sha ?? sha256(`${given.title}${given.at.toISOString()}${index}`).slice(0, 40)
    const fact = { ...given, sha }
    const { kind, by, number = null, title, additions, deletions, files, state } = fact
    const unique = `${kind}-${number ?? ''}-${sha.slice(0, 10)}`
    const account = by.endsWith('[bot]') ? ('bot' as const) : ('user' as const)
    return {
      actor: { ghId: null, login: by, name: by, email: null, avatarUrl: null, kind: account },
      ...{
        repository,
        kind,
        objectKey: kind === 'commit' ? `commit:${sha}` : unique,
        occurredAt: fact.at,
        number,
        title,
      },
      text: given.text ?? `${number ? `#${number} ` : ''}${title} by ${by}`,
      url: urlOf(fullName, fact, unique),
      ...{ additions: additions ?? null, deletions: deletions ?? null, filesChanged: files ?? null, ghUpdatedAt: null },
      details: { ...(kind === 'commit' && { sha }), ...(state && { state }) },
    }
  })
  await deps.db.transaction(tx => saveFacts(tx, deps, scope, { ...nothingTold(), facts }, { via: 'sync' }))
}
