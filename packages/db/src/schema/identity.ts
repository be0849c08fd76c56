import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'

/** The tenant: everything a team sees belongs to one. */
export const workspaces = pgTable('workspaces', {
  id: primaryId(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  timeZone: text().notNull().default('UTC'),
  /** Choices of the team, by domain: `detection` holds the preset. */
  settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** A human being: staff, customer, or somebody known only through tracking. Belongs to workspaces through `members`. */
export const people = pgTable(
  'people',
  {
    id: primaryId(),
    /** Lower case. Null for somebody known only by the identifier that a tracker gave. */
    email: text(),
    name: text(),
    passwordHash: text(),
    emailVerifiedAt: moment(),
    preferences: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Set when the person was deleted: nobody signs in, and what identified them is gone. */
    deactivatedAt: moment(),
    lastSeenAt: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('people_by_email').on(table.email)],
)

export type Role = 'owner' | 'admin' | 'agent' | 'viewer' | 'member'

/** A person's place in a workspace, and what the workspace knows about them. */
export const members = pgTable(
  'members',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    /** Traits that a tracker's `identify` reported. */
    traits: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** `sample` when made by the sample data. */
    source: text().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.personId] }),
    index('members_by_person').on(table.personId),
    index('members_by_role').on(table.workspaceId, table.role),
    index('members_by_time').on(table.workspaceId, table.createdAt, table.personId),
  ],
)

export type IdentityProvider = 'user' | 'anonymous' | 'clerk' | 'stripe'

/** The names under which a workspace's trackers and providers know a person. */
export const identities = pgTable(
  'identities',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    /**
     * `user`: the sender's own user id. `anonymous`: a browser that identified itself as that user. `clerk`, `stripe`: the
     * provider's id of the person, from its webhooks and tokens.
     */
    provider: text().$type<IdentityProvider>().notNull(),
    subject: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    /** What a provider says of its user, and when it said so: an older delivery changes nothing. Null for trackers. */
    providerUpdatedAt: moment(),
    /** Orders what was said at the same moment. */
    tieBreak: text().notNull().default(''),
    /** Lower case. The address that the provider has for this user, which somebody else's account may hold here. */
    email: text(),
    emailVerified: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.provider, table.subject] }),
    index('identities_by_person').on(table.personId),
    index('identities_by_email').on(table.email),
  ],
)

/** Sign-in sessions. The id is the SHA-256 of the token: the database holds nothing that signs anyone in. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    /** lucia's adapter fixes this property's name. */
    userId: uuid('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    expiresAt: moment().notNull(),
    ip: text(),
    userAgent: text(),
    lastSeenAt: moment().notNull().defaultNow(),
    /** All sessions that came from one sign-in by refreshing share this. */
    familyId: uuid().notNull().$defaultFn(v7),
    createdAt: createdAt(),
  },
  table => [index('sessions_by_person').on(table.userId), index('sessions_by_family').on(table.familyId)],
)

/** Refresh tokens, hashed. A used one is kept: seeing it again means that somebody else has it too. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    hash: text().primaryKey(),
    familyId: uuid().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  table => [index('refresh_tokens_by_family').on(table.familyId), index('refresh_tokens_by_person').on(table.personId)],
)

export type TokenPurpose = 'verify_email' | 'reset_password' | 'invitation'

/** What a link in an e-mail proves, once: the hash of its token. */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    hash: text().primaryKey(),
    purpose: text().$type<TokenPurpose>().notNull(),
    email: text().notNull(),
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    /** For invitations: into which workspace, as what, by whom. */
    workspaceId: uuid().references(() => workspaces.id, { onDelete: 'cascade' }),
    role: text().$type<Role>(),
    invitedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdAt: createdAt(),
  },
  table => [
    index('one_time_tokens_by_person').on(table.personId, table.purpose),
    index('one_time_tokens_by_workspace').on(table.workspaceId, table.createdAt),
  ],
)

export type ApiKeyScope = 'ingest' | 'read' | 'write' | 'webhooks'

/** Keys for programs, stored hashed. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The key's first characters, to recognise it by. */
    prefix: text().notNull(),
    /** SHA-256 of the key: it has 160 random bits, so a fast hash is enough. */
    hash: text().notNull().unique(),
    scopes: text().array().$type<ApiKeyScope[]>().notNull(),
    /**
     * The key itself, kept only for keys whose single scope is `ingest`: such a write key is public by nature
     * (it stands in web pages), and the console shows it in the install snippet.
     */
    publicKey: text(),
    createdAt: createdAt(),
    lastUsedAt: moment(),
    revokedAt: moment(),
  },
  table => [
    index('api_keys_by_workspace').on(table.workspaceId, table.createdAt),
    uniqueIndex('api_keys_live').on(table.workspaceId, table.name).where(sql`revoked_at is null`),
  ],
)

/** Chat sessions of the third system: a topic that a person works on with an AI, live and with free metadata. */
export const chatSessions = pgTable(
  'chat_sessions',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    active: boolean().notNull().default(true),
    metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    lastActivityAt: moment().notNull().defaultNow(),
    endedAt: moment(),
  },
  table => [index('chat_sessions_by_person').on(table.workspaceId, table.personId, table.lastActivityAt, table.id)],
)
