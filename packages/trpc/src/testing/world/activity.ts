import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { newId } from '@quarterdeck/core/kernel'

export interface ActivityThings {
  gitInstallationId: string
  repositoryId: string
  gitActorId: string
  factId: string
}

/** An installation, its repository, somebody who works on it, and a commit of theirs. */
export async function fillActivity({ database }: Deps, { workspaceId }: Scope, mark: string): Promise<ActivityThings> {
  const [gitInstallationId, repositoryId, gitActorId, factId] = [newId(), newId(), newId(), newId()]
  await database.run(
    `insert into installations (id, workspace_id, installation_id, account_login, account_type, repository_selection)
     values ($1, $2, 1, $3, 'Organization', 'all')`,
    [gitInstallationId, workspaceId, mark],
  )
  await database.run(
    `insert into repositories (id, workspace_id, installation_id, gh_id, full_name, owner, name, url)
     values ($1, $2, $4, 1, $3, $3, $3, 'https://github.example')`,
    [repositoryId, workspaceId, mark, gitInstallationId],
  )
  await database.run(`insert into git_actors (id, workspace_id, key, login) values ($1, $2, $3, $3)`, [
    ...[gitActorId, workspaceId, mark],
  ])
  await database.run(
    `insert into activity (id, workspace_id, repository_id, actor_id, kind, object_key, occurred_at, text, url, content_hash, via)
     values ($1, $2, $3, $4, 'commit', $5, now(), $5, 'https://github.example', $5, 'sync')`,
    [factId, workspaceId, repositoryId, gitActorId, `${mark} commit`],
  )
  return { gitInstallationId, repositoryId, gitActorId, factId }
}
