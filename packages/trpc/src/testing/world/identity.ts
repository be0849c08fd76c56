import { randomInt } from 'node:crypto'
import {
  createChatSession,
  createInvitation,
  createKey,
  requestPasswordReset,
  rotateUserSecret,
  signInVisitor,
  signUp,
  signUserId,
} from '@quarterdeck/core/identity'
import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'
import type { TestWorld } from '@quarterdeck/core/testing'
import { origin, password, signInAgain } from './accounts.ts'

export interface IdentityThings {
  emailId: string
  keyId: string
  /** Somebody else who belongs to the workspace, to be erased. */
  erasableId: string
  /** A public key of the workspace. */
  writeKey: string
  /** Of the user `a-user`. */
  userHash: string
  /** Of somebody without an account. */
  visitorToken: string
  invitationId: string
  invitationToken: string
  verifyToken: string
  resetToken: string
  refreshToken: string
}

/** Of whoever calls: another of their sessions, and a chat. */
export interface OwnIdentityThings {
  sessionId: string
  chatSessionId: string
}

export async function fillIdentity(world: TestWorld, scope: Scope, mark: string): Promise<IdentityThings> {
  const { deps } = world
  const { id: keyId } = await createKey(deps.db, scope, { name: `${mark} key`, scopes: ['ingest'] })
  const { key: writeKey } = await createKey(deps.db, scope, { name: `${mark} page`, scopes: ['ingest'] })
  const { secret } = await rotateUserSecret(deps, scope)
  // From an address of its own: each may have so many visitors only.
  const ip = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  const visitor = await signInVisitor(deps, { ...origin, ip }, { writeKey })
  return {
    ...{ keyId, writeKey, userHash: signUserId(secret, 'a-user'), visitorToken: visitor.token },
    erasableId: await world.makePerson(scope, 'member'),
    ...(await secrets(world, scope)),
  }
}

/** Somebody with an account who belongs to the workspace: their token. */
export async function makeMember(deps: Deps, scope: Scope, mark: string): Promise<string> {
  const { token, person } = await signUp(deps, origin, { email: `${newId()}@example.com`, password })
  await deps.database.run('update members set workspace_id = $1 where person_id = $2', [scope.workspaceId, person.id])
  await deps.database.run('update people set name = $1 where id = $2', [`${mark} member`, person.id])
  return token
}

export async function ownIdentity(deps: Deps, scope: Scope, token: string, mark: string): Promise<OwnIdentityThings> {
  const chat = await createChatSession(deps, scope, { metadata: { mark } })
  return { sessionId: (await signInAgain(deps, token)).sessionId, chatSessionId: chat.id }
}

/** The secret of the last link that was sent to an address. */
async function linkTo(deps: Deps, email: string): Promise<string> {
  const [mail] = await deps.database.run<{ text: string }>(
    'select text from outgoing_emails where "to" = $1 order by created_at desc, id desc limit 1',
    [email],
  )
  const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  if (!token) throw new Error(`No link was sent to ${email}`)
  return token
}

async function latestMail({ database }: Deps, { workspaceId }: Scope): Promise<string> {
  const [mail] = await database.run<{ id: string }>(
    'select id from outgoing_emails where workspace_id = $1 order by created_at desc, id desc limit 1',
    [workspaceId],
  )
  if (!mail) throw new Error('Nothing was sent')
  return mail.id
}

/** What opens something once: each of it unused. */
async function secrets(world: TestWorld, scope: Scope) {
  const { deps } = world
  const address = () => `${newId()}@example.com`
  const [fresh, forgetful, invited] = [address(), address(), address()]
  const { refreshToken } = await signUp(deps, origin, { email: fresh, password })
  await signUp(deps, origin, { email: forgetful, password })
  await requestPasswordReset(deps, origin, { email: forgetful })
  await world.runJobs()
  await createInvitation(deps, scope, { email: invited, role: 'viewer' })
  const invitation = await createInvitation(deps, scope, { email: address(), role: 'viewer' })
  return {
    refreshToken,
    verifyToken: await linkTo(deps, fresh),
    resetToken: await linkTo(deps, forgetful),
    invitationId: invitation.id,
    emailId: await latestMail(deps, scope),
    invitationToken: await linkTo(deps, invited),
  }
}
