import { members, people, workspaces } from '@quarterdeck/db'
import { asc, eq } from 'drizzle-orm'
import { audit, type Deps, newSecret } from '../kernel/index.ts'
import { systemScope } from './access.ts'
import { createKey, publicWriteKey } from './api-keys.ts'
import { hashPassword } from './passwords.ts'

export interface FirstRunSettings {
  ownerEmail?: string | undefined
  ownerPassword?: string | undefined
  writeKey?: string | undefined
  /** Whether it is to get sample data: noted with the workspace, so that whoever starts after a kill knows. */
  sample?: boolean | undefined
}

export interface Installation {
  workspaceId: string
  workspaceName: string
  ownerEmail: string
  /** Only when this run made it: a password is not stored where anyone could read it again. */
  newPassword: string | null
  writeKey: string | null
  isNew: boolean
}

/**
 * Makes the first workspace with its owner and write key, unless there is one. Processes that start together agree:
 * the workspace's slug is unique, and who comes second reads what the first has made.
 */
export async function ensureInstallation(deps: Deps, settings: FirstRunSettings): Promise<Installation> {
  return (await readInstallation(deps)) ?? (await createInstallation(deps, settings))
}

async function readInstallation(deps: Deps): Promise<Installation | null> {
  const [found] = await deps.db
    .select({ id: workspaces.id, name: workspaces.name, email: people.email })
    .from(workspaces)
    .innerJoin(members, eq(members.workspaceId, workspaces.id))
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(members.role, 'owner'))
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id), asc(members.createdAt), asc(members.personId))
    .limit(1)
  return (
    (found && {
      workspaceId: found.id,
      workspaceName: found.name,
      ownerEmail: found.email ?? '',
      newPassword: null,
      writeKey: await publicWriteKey(deps, found.id),
      isNew: false,
    }) ??
    null
  )
}

async function createInstallation(deps: Deps, settings: FirstRunSettings): Promise<Installation> {
  const email = (settings.ownerEmail ?? 'owner@example.com').toLowerCase()
  const password = settings.ownerPassword ?? newSecret()
  const passwordHash = await hashPassword(password)
  const made = await deps.db.transaction(async tx => {
    const [workspace] = await tx
      .insert(workspaces)
      .values({ name: 'My workspace', slug: 'main', ...(settings.sample && { settings: { sample: 'wanted' } }) })
      .onConflictDoNothing()
      .returning({ id: workspaces.id, name: workspaces.name })
    if (!workspace) return null
    const [owner] = await tx.insert(people).values({ email, passwordHash, name: 'Owner' }).returning({ id: people.id })
    if (!owner) throw new Error('The owner was not stored')
    await tx.insert(members).values({ workspaceId: workspace.id, personId: owner.id, role: 'owner' })
    const scope = systemScope(workspace.id, 'first start')
    const text = settings.writeKey
    const { key } = await createKey(tx, scope, { name: 'Write key', scopes: ['ingest'], ...(text && { text }) })
    await audit(tx, scope, {
      action: 'workspace.create',
      entity: 'workspace',
      entityId: workspace.id,
      after: { owner: email },
    })
    return { workspace, key }
  })
  const other = made ? null : await readInstallation(deps)
  if (other) return other
  if (!made) throw new Error('A workspace is there, but it has no owner')
  return {
    workspaceId: made.workspace.id,
    workspaceName: made.workspace.name,
    ownerEmail: email,
    newPassword: password,
    writeKey: made.key,
    isNew: true,
  }
}
