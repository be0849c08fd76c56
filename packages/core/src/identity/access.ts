import { type ApiKeyScope, apiKeys } from '@quarterdeck/db'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import {
  type Actor,
  type Deps,
  earlier,
  forbidden,
  minutes,
  type Origin,
  type Scope,
  sha256,
  unauthenticated,
} from '../kernel/index.ts'
import { type PersonRow, personColumns, personJoins, personOrder, toKnownPerson } from './known-person.ts'
import { type Level, type Membership, mayAct, type PersonDto } from './model.ts'
import { personOfClaims } from './provider-people.ts'
import { isProviderToken } from './provider-tokens.ts'
import { readSession } from './sessions.ts'

/** A caller whose token was good, before any workspace is chosen. */
export interface SignedIn {
  person: PersonDto
  /** The sign-in that the token belongs to; null when an identity provider's token was shown. */
  familyId: string | null
  expiresAt: Date
  workspaces: Membership[]
}

/** A program whose key was good. */
export interface KeyHolder {
  id: string
  name: string
  workspaceId: string
  scopes: ApiKeyScope[]
}

export type Caller = { kind: 'person'; signedIn: SignedIn } | { kind: 'key'; key: KeyHolder } | null

/** Keys begin with this, so that a leaked one is recognised by scanners and told from a session token. */
export const keyPrefix = 'qd_'

/**
 * Who stands behind a bearer token or session cookie; null when it opens nothing.
 * @throws DomainError `unauthenticated` or `unavailable` for a token of the identity provider, saying what is wrong.
 */
export async function identify(deps: Deps, token: string | null): Promise<Caller> {
  if (!token) return null
  if (token.startsWith(keyPrefix)) {
    const key = await readKey(deps, token)
    return key && { kind: 'key', key }
  }
  if (deps.providerTokens && isProviderToken(token)) {
    const claims = await deps.providerTokens.verify(token)
    const personId = await personOfClaims(deps, claims, workspaceId => systemScope(workspaceId, 'sign-in'))
    const signedIn = await readPerson(deps, personId, { familyId: null, expiresAt: claims.expiresAt })
    if (!signedIn) throw unauthenticated('This account was closed')
    return { kind: 'person', signedIn }
  }
  const signedIn = await readSession(deps, token)
  if (signedIn) return { kind: 'person', signedIn }
  // A write key that the installation was started with may look like anything.
  const custom = await readKey(deps, token)
  return custom && { kind: 'key', key: custom }
}

const personById = `select ${personColumns} from people ${personJoins} where people.id = $1::uuid ${personOrder}`

async function readPerson(
  { database }: Deps,
  personId: string,
  { familyId, expiresAt }: Pick<SignedIn, 'familyId' | 'expiresAt'>,
): Promise<SignedIn | null> {
  const found = toKnownPerson(await database.run<PersonRow>(personById, [personId]))
  return found && { ...found, familyId, expiresAt }
}

/** The live key that this text is, if any. Its last use is kept to the minute, not to the request. */
export async function readKey(deps: Deps, text: string): Promise<KeyHolder | null> {
  const [key] = await deps.db
    .select({ id: apiKeys.id, name: apiKeys.name, workspaceId: apiKeys.workspaceId, scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, sha256(text)), isNull(apiKeys.revokedAt)))
  if (!key) return null
  const now = deps.clock.now()
  await deps.db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(
      and(eq(apiKeys.id, key.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, earlier(now, minutes(1))))),
    )
  return key
}

// Every scope of the program is made by the three functions below: each has just checked the right it stands for.
const asScope = (workspaceId: string, actor: Actor, origin: Origin): Scope =>
  ({ workspaceId, actor, origin }) as unknown as Scope

/**
 * A person's scope in the workspace they asked for, or in their first.
 * @throws DomainError `forbidden` when they are not a member there, or their role does not reach the level.
 */
export function personScope(signedIn: SignedIn, workspaceId: string | null, level: Level, origin: Origin): Scope {
  const { person, workspaces: memberships } = signedIn
  const membership = workspaceId ? memberships.find(({ id }) => id === workspaceId) : memberships[0]
  if (!membership) {
    throw forbidden(workspaceId ? 'You do not belong to this workspace' : 'You do not belong to any workspace yet')
  }
  if (!mayAct(membership.role, level))
    throw forbidden(`This needs the right to ${level}; your role is ${membership.role}`)
  const name = person.name ?? person.email ?? 'Somebody'
  return asScope(membership.id, { kind: 'person', id: person.id, name, role: membership.role }, origin)
}

/** @throws DomainError `forbidden` when the key lacks the scope. */
export function keyScope(key: KeyHolder, needed: ApiKeyScope, origin: Origin): Scope {
  if (!key.scopes.includes(needed)) throw forbidden(`This key may ${key.scopes.join(', ')}, and this needs ${needed}`)
  return asScope(key.workspaceId, { kind: 'key', id: key.id, name: key.name }, origin)
}

/** The product's own: jobs, the command line and the first start act in its name. */
export function systemScope(workspaceId: string, name: string): Scope {
  return asScope(workspaceId, { kind: 'system', name }, { requestId: `${name}`, ip: null, userAgent: null })
}

/**
 * The person who calls, in whatever workspace or none: for what they may do with their own account.
 * @throws DomainError `unauthenticated` without a caller, `forbidden` for a key.
 */
export function selfOf(caller: Caller): SignedIn {
  if (!caller) throw unauthenticated()
  if (caller.kind === 'key') throw forbidden('A key cannot do this: sign in as a person')
  return caller.signedIn
}

const keyScopeFor: Partial<Record<Level, ApiKeyScope>> = { read: 'read', write: 'write' }

/**
 * The scope of whoever calls a procedure of this level.
 * @param needed what a key must have for it; without one, no key will do.
 * @throws DomainError `unauthenticated` without a caller, `forbidden` when the caller may not.
 */
export function scopeOf(
  caller: Caller,
  workspaceId: string | null,
  level: Level,
  origin: Origin,
  needed: ApiKeyScope | undefined = keyScopeFor[level],
): Scope {
  if (!caller) throw unauthenticated()
  if (caller.kind === 'person') return personScope(caller.signedIn, workspaceId, level, origin)
  if (!needed) throw forbidden('A key cannot do this: sign in as a person')
  return keyScope(caller.key, needed, origin)
}
