import { type ApiKeyScope, apiKeys, type Db } from '@quarterdeck/db'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, newSecret, notFound, type Scope, sha256 } from '../kernel/index.ts'
import { keyPrefix } from './access.ts'
import type { CreateApiKeyInput } from './inputs.ts'
import type { ApiKeyDto, CreatedApiKeyDto } from './model.ts'

const prefixOf = (text: string) => text.slice(0, 8)

/** Makes a key and gives its text: the only time that anyone sees it, unless it is a mere write key. */
export async function createKey(
  tx: Db,
  scope: Scope,
  { name, scopes, text = `${keyPrefix}${newSecret()}` }: { name: string; scopes: ApiKeyScope[]; text?: string },
): Promise<{ id: string; key: string }> {
  const isWriteKey = scopes.length === 1 && scopes[0] === 'ingest'
  const [row] = await tx
    .insert(apiKeys)
    .values({
      workspaceId: scope.workspaceId,
      name,
      scopes,
      prefix: prefixOf(text),
      hash: sha256(text),
      publicKey: isWriteKey ? text : null,
    })
    .onConflictDoNothing()
    .returning({ id: apiKeys.id })
  if (!row) throw conflict(`There is a key called ${name} already`)
  await audit(tx, scope, { action: 'apiKeys.create', entity: 'api_key', entityId: row.id, after: { name, scopes } })
  return { id: row.id, key: text }
}

/** Makes a key for a program; its text is in the answer and nowhere else. */
export async function createApiKey(deps: Deps, scope: Scope, input: CreateApiKeyInput): Promise<CreatedApiKeyDto> {
  const { id, key } = await deps.db.transaction(tx => createKey(tx, scope, input))
  return { id, key, prefix: prefixOf(key), scopes: input.scopes }
}

/** Ends a key at once: the next request with it is refused. */
export async function revokeApiKey(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const [revoked] = await tx
      .update(apiKeys)
      .set({ revokedAt: deps.clock.now() })
      .where(and(eq(apiKeys.workspaceId, scope.workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name, scopes: apiKeys.scopes })
    if (!revoked) throw notFound('This key')
    await audit(tx, scope, { action: 'apiKeys.revoke', entity: 'api_key', entityId: id, before: revoked })
    return { id }
  })
}

/** Live keys, newest first. */
export async function listKeys({ db }: Deps, scope: Scope): Promise<{ items: ApiKeyDto[]; nextCursor: null }> {
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, scope.workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(200)
  const items = rows.map(({ id, name, prefix, scopes, publicKey, createdAt, lastUsedAt }) => ({
    id,
    name,
    prefix,
    scopes,
    publicKey,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }))
  return { items, nextCursor: null }
}

/** The write key that the portal and install snippets use: the oldest live one. */
export async function publicWriteKey({ db }: Deps, workspaceId: string): Promise<string | null> {
  const rows = await db
    .select({ publicKey: apiKeys.publicKey })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(apiKeys.createdAt, apiKeys.id)
  return rows.find(row => row.publicKey)?.publicKey ?? null
}
