import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { type Db, people, sessions } from '@quarterdeck/db'
import { and, eq, lt } from 'drizzle-orm'
import { Lucia, TimeSpan } from 'lucia'
import { type Deps, earlier, minutes, newSecret, type Origin, sha256 } from '../kernel/index.ts'

// The only file that knows lucia: it is no longer developed, and is to be replaceable here.

interface Attributes {
  familyId: string
  ip: string | null
  userAgent: string | null
  lastSeenAt: Date
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>
    DatabaseSessionAttributes: Attributes
  }
}

const lifetime = new TimeSpan(30, 'd')
const luciaOf = new WeakMap<Db, ReturnType<typeof makeLucia>>()

const makeLucia = (db: Db) =>
  new Lucia<{ familyId: string; lastSeenAt: Date }>(new DrizzlePostgreSQLAdapter(db, sessions, people), {
    sessionExpiresIn: lifetime,
    getSessionAttributes: ({ familyId, lastSeenAt }) => ({ familyId, lastSeenAt }),
  })

function lucia(db: Db) {
  const known = luciaOf.get(db)
  if (known) return known
  const made = makeLucia(db)
  luciaOf.set(db, made)
  return made
}

export interface OpenedSession {
  token: string
  expiresAt: Date
}

/**
 * Opens a sign-in session. Its id is the token's hash, so the database holds nothing that signs anyone in.
 * @param familyId what all sessions share that come from one sign-in; the one live session among them is known by it.
 */
export async function openSession(
  db: Db,
  { clock }: Pick<Deps, 'clock'>,
  personId: string,
  origin: Origin,
  familyId: string,
): Promise<OpenedSession> {
  const token = newSecret()
  const attributes = { familyId, ip: origin.ip, userAgent: origin.userAgent, lastSeenAt: clock.now() }
  const session = await lucia(db).createSession(personId, attributes, { sessionId: sha256(token) })
  return { token, expiresAt: session.expiresAt }
}

export interface KnownSession {
  personId: string
  familyId: string
  expiresAt: Date
}

/** Whose session this token opens, if it is one and has not expired. Its life is prolonged past the half. */
export async function readSession({ db, clock }: Deps, token: string): Promise<KnownSession | null> {
  const { session } = await lucia(db).validateSession(sha256(token))
  const now = clock.now()
  if (!session || session.expiresAt <= now) return null
  const minuteAgo = earlier(now, minutes(1))
  if (session.lastSeenAt < minuteAgo) {
    await db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.id, session.id), lt(sessions.lastSeenAt, minuteAgo)))
  }
  return { personId: session.userId, familyId: session.familyId, expiresAt: session.expiresAt }
}

/** Ends the sessions of one sign-in. */
export async function deleteSessions(tx: Db, familyId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.familyId, familyId))
}
