import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { type Db, people, sessions } from '@quarterdeck/db'
import { Lucia, TimeSpan } from 'lucia'
import { newSecret, type Origin, sha256 } from '../kernel/index.ts'

// The only file that knows lucia: it is no longer developed, and is to be replaceable here.

const lifetime = new TimeSpan(30, 'd')
const luciaOf = new WeakMap<Db, Lucia>()

function lucia(db: Db): Lucia {
  const known = luciaOf.get(db)
  if (known) return known
  const made = new Lucia(new DrizzlePostgreSQLAdapter(db, sessions, people), { sessionExpiresIn: lifetime })
  luciaOf.set(db, made)
  return made
}

export interface OpenedSession {
  token: string
  expiresAt: Date
}

/** Opens a sign-in session. Its id is the token's hash, so the database holds nothing that signs anyone in. */
export async function openSession(db: Db, personId: string, origin: Origin): Promise<OpenedSession> {
  const token = newSecret()
  const attributes = { ip: origin.ip, userAgent: origin.userAgent }
  const session = await lucia(db).createSession(personId, attributes, { sessionId: sha256(token) })
  return { token, expiresAt: session.expiresAt }
}

/** Whose session this token opens, if it is one and has not expired. Its life is prolonged past the half. */
export async function readSession(db: Db, token: string): Promise<{ personId: string; expiresAt: Date } | null> {
  const { session } = await lucia(db).validateSession(sha256(token))
  return session && { personId: session.userId, expiresAt: session.expiresAt }
}

export async function endSession(db: Db, token: string): Promise<void> {
  await lucia(db).invalidateSession(sha256(token))
}
