import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { type Db, people, sessions } from '@quarterdeck/db'
import { and, eq, lt } from 'drizzle-orm'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { type Deps, earlier, minutes, newSecret, type Origin, sha256 } from '../kernel/index.ts'
import {
  type KnownPerson,
  type PersonRow,
  personColumns,
  personJoins,
  personOrder,
  toKnownPerson,
} from './known-person.ts'

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
    /** Only of what `reader` finds. */
    DatabaseUserAttributes: { known: KnownPerson | null }
  }
}

const lifetime = new TimeSpan(30, 'd')
const luciaOf = new WeakMap<Db, ReturnType<typeof makeLucia>>()

/** @param read instead of the adapter's own look-up. */
function makeLucia(db: Db, read?: Adapter['getSessionAndUser']) {
  const adapter: Adapter = new DrizzlePostgreSQLAdapter(db, sessions, people)
  if (read) adapter.getSessionAndUser = read
  return new Lucia<{ familyId: string; lastSeenAt: Date }, { known: KnownPerson | null }>(adapter, {
    sessionExpiresIn: lifetime,
    getSessionAttributes: ({ familyId, lastSeenAt }) => ({ familyId, lastSeenAt }),
    getUserAttributes: ({ known }) => ({ known }),
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

interface SessionRow extends PersonRow {
  family_id: string
  /** Milliseconds since the epoch. */
  expires_at: number
  last_seen_at: number
}

const sessionById = `select sessions.family_id, ${personColumns},
    (extract(epoch from sessions.expires_at) * 1000)::float8 as expires_at,
    (extract(epoch from sessions.last_seen_at) * 1000)::float8 as last_seen_at
  from sessions join people on people.id = sessions.person_id ${personJoins} where sessions.id = $1 ${personOrder}`

const readers = new WeakMap<Deps['database'], ReturnType<typeof makeLucia>>()

/** lucia with an adapter that finds session, person and workspaces with one prepared statement. */
function reader(database: Deps['database']) {
  const known = readers.get(database)
  if (known) return known
  const made = makeLucia(database.db, async id => {
    const rows = await database.runPlanned<SessionRow>(sessionById, [id])
    const [row] = rows
    if (!row) return [null, null]
    const attributes = { familyId: row.family_id, lastSeenAt: new Date(row.last_seen_at), ip: null, userAgent: null }
    const session = { id, userId: row.person_id, expiresAt: new Date(row.expires_at), attributes }
    return [session, { id: row.person_id, attributes: { known: toKnownPerson(rows) } }]
  })
  readers.set(database, made)
  return made
}

export interface KnownSession extends KnownPerson {
  familyId: string
  expiresAt: Date
}

/**
 * Whose session this token opens, if it is one, has not expired, and its person was not deactivated. Its life is
 * prolonged past the half.
 */
export async function readSession({ database, db, clock }: Deps, token: string): Promise<KnownSession | null> {
  const { session, user } = await reader(database).validateSession(sha256(token))
  const now = clock.now()
  if (!session || !user?.known || session.expiresAt <= now) return null
  const minuteAgo = earlier(now, minutes(1))
  if (session.lastSeenAt < minuteAgo) {
    await db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.id, session.id), lt(sessions.lastSeenAt, minuteAgo)))
  }
  return { ...user.known, familyId: session.familyId, expiresAt: session.expiresAt }
}

/** Ends the sessions of one sign-in. */
export async function deleteSessions(tx: Db, familyId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.familyId, familyId))
}
