import { createKey, identify, signIn, signUp } from '@quarterdeck/core/identity'
import { type Deps, newId, type Origin, type Scope } from '@quarterdeck/core/kernel'
import type { ApiKeyScope, Role } from '@quarterdeck/db'

export const origin: Origin = { requestId: 'test', ip: null, userAgent: null }
export const password = 'correct horse battery'
/** Of the account that the sample of `auth.signIn` opens: `makeKnownAccount`. */
export const knownEmail = 'known@example.com'

export const signUpFresh = (deps: Deps) => signUp(deps, origin, { email: `${newId()}@example.com`, password })

export const freshRefreshToken = async (deps: Deps): Promise<string> => (await signUpFresh(deps)).refreshToken

export const makeKnownAccount = (deps: Deps) => signUp(deps, origin, { email: knownEmail, password })

/** Makes an account in the first workspace with this role, or with no place at all, and gives its token. */
export async function signInAs(deps: Deps, role: Role | 'nowhere'): Promise<string> {
  const session = await signUp(deps, origin, { email: `${newId()}@example.com`, password })
  const personId = session.person.id
  if (role === 'nowhere') await deps.database.run('delete from members where person_id = $1', [personId])
  else await deps.database.run('update members set role = $1 where person_id = $2', [role, personId])
  return session.token
}

export async function makeKey(deps: Deps, scope: Scope, ...scopes: ApiKeyScope[]): Promise<string> {
  return (await createKey(deps.db, scope, { name: `key ${newId()}`, scopes })).key
}

/** Opens another session of the person whose token it is. */
export async function signInAgain(deps: Deps, token: string): Promise<{ token: string; sessionId: string }> {
  const caller = await identify(deps, token)
  if (caller?.kind !== 'person') throw new Error('Nobody has this token')
  const other = await signIn(deps, origin, { email: caller.signedIn.person.email ?? '', password })
  const session = await identify(deps, other.token)
  if (session?.kind !== 'person' || !session.signedIn.familyId) throw new Error('The session was not opened')
  return { token: other.token, sessionId: session.signedIn.familyId }
}
