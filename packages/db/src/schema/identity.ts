import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'

/** The tenant: everything a team sees belongs to one. */
export const workspaces = pgTable('workspaces', {
  id: primaryId(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  timeZone: text().notNull().default('UTC'),
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
  ],
)

/** The names under which a workspace's trackers and providers know a person. */
export const identities = pgTable(
  'identities',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    /** `user`: the sender's own user id. `anonymous`: a browser that identified itself as that user. */
    provider: text().$type<'user' | 'anonymous'>().notNull(),
    subject: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.provider, table.subject] }),
    index('identities_by_person').on(table.personId),
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
    createdAt: createdAt(),
  },
  table => [index('sessions_by_person').on(table.userId)],
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
