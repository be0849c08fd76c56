import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { type Db, people, sessions } from '@quarterdeck/db'
import { and, eq, lt } from 'drizzle-orm'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
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

/** @param read instead of the adapter's own look-up. */
function makeLucia(db: Db, read?: Adapter['getSessionAndUser']) {
  const adapter: Adapter = new DrizzlePostgreSQLAdapter(db, sessions, people)
  if (read) adapter.getSessionAndUser = read
  return new Lucia<{ familyId: string; lastSeenAt: Date }>(adapter, {
    sessionExpiresIn: lifetime,
    getSessionAttributes: ({ familyId, lastSeenAt }) => ({ familyId, lastSeenAt }),
  })
}

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

interface SessionRow {
  person_id: string
  family_id: string
  /** Milliseconds since the epoch. */
  expires_at: number
  last_seen_at: number
}

const sessionById = `select person_id, family_id, (extract(epoch from expires_at) * 1000)::float8 as expires_at,
    (extract(epoch from last_seen_at) * 1000)::float8 as last_seen_at
  from sessions where id = $1`

const readers = new WeakMap<Deps['database'], ReturnType<typeof makeLucia>>()

/**
 * lucia with an adapter that asks one prepared statement: every request of everybody who is signed in does, and Drizzle's
 * builder and unprepared statement take several times as long.
 */
function reader(database: Deps['database']) {
  const known = readers.get(database)
  if (known) return known
  const made = makeLucia(database.db, async id => {
    const [row] = await database.run<SessionRow>(sessionById, [id])
    if (!row) return [null, null]
    const attributes = { familyId: row.family_id, lastSeenAt: new Date(row.last_seen_at), ip: null, userAgent: null }
    const session = { id, userId: row.person_id, expiresAt: new Date(row.expires_at), attributes }
    // A session goes with its person: the foreign key cascades.
    return [session, { id: row.person_id, attributes: {} }]
  })
  readers.set(database, made)
  return made
}

export interface KnownSession {
  personId: string
  familyId: string
  expiresAt: Date
}

/** Whose session this token opens, if it is one and has not expired. Its life is prolonged past the half. */
export async function readSession({ database, db, clock }: Deps, token: string): Promise<KnownSession | null> {
  const { session } = await reader(database).validateSession(sha256(token))
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
