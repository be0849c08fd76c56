import type { ApiKeyScope, IdentityProvider, Role } from '@quarterdeck/db'

/** Roles that work in the console. `member` is a customer: sees the portal and what is theirs. */
export const staffRoles: readonly Role[] = ['owner', 'admin', 'agent', 'viewer']
export const writers: readonly Role[] = ['owner', 'admin', 'agent']
const admins: readonly Role[] = ['owner', 'admin']

/** What a procedure asks of its caller; each level has the ones before it. */
export type Level = 'member' | 'read' | 'write' | 'admin'

const allowed: Record<Level, readonly Role[]> = {
  member: [...staffRoles, 'member'],
  read: staffRoles,
  write: writers,
  admin: admins,
}

/** From most to least: nobody gives or takes a role above their own. */
const byRank: readonly Role[] = ['owner', 'admin', 'agent', 'viewer', 'member']
export const outranks = (role: Role, other: Role): boolean => byRank.indexOf(role) < byRank.indexOf(other)

export const mayAct = (role: Role, level: Level): boolean => allowed[level].includes(role)

const levels: readonly Level[] = ['member', 'read', 'write', 'admin']

export interface PersonDto {
  id: string
  email: string | null
  name: string | null
}

export interface Membership {
  id: string
  name: string
  role: Role
}

export interface MembershipDto extends Membership {
  /** What the role reaches: screens offer nothing else. Each procedure asks for itself all the same. */
  may: Level[]
}

export const toMembershipDto = (membership: Membership): MembershipDto => ({
  ...membership,
  may: levels.filter(level => mayAct(membership.role, level)),
})

/** Who is signed in, and where they belong. */
export interface SessionDto {
  person: PersonDto
  workspaces: MembershipDto[]
  expiresAt: string
}

export interface SignedInDto extends SessionDto {
  /** The bearer token, given this once; browsers get it as the cookie `qd_session` as well. */
  token: string
  /** Good for one `auth.refresh`. */
  refreshToken: string
  refreshExpiresAt: string
}

/** Somebody without an account who writes to support. */
export interface VisitorDto {
  /** The bearer token, for this browser to keep. */
  token: string
  expiresAt: string
  person: PersonDto
}

/** One of the caller's own sign-ins. */
export interface OwnSessionDto {
  /** Names the sign-in, over refreshes too. */
  id: string
  createdAt: string
  /** To the minute. */
  lastSeenAt: string
  expiresAt: string
  ip: string | null
  userAgent: string | null
  /** Whether the request came with it. */
  current: boolean
}

/** A person as a workspace sees them. */
export interface MemberDto extends PersonDto {
  role: Role
  emailVerified: boolean
  /** What trackers reported about them. */
  traits: Record<string, unknown>
  source: string
  /** Since when the workspace knows them. */
  createdAt: string
  /** When they last signed in. */
  lastSeenAt: string | null
  deactivatedAt: string | null
}

export interface MemberDetailDto extends MemberDto {
  identities: { provider: IdentityProvider; subject: string; createdAt: string }[]
}

/** Oneself. */
export interface MeDto extends PersonDto {
  role: Role
  emailVerified: boolean
  hasPassword: boolean
  preferences: Record<string, unknown>
  createdAt: string
}

export interface InvitationDto {
  id: string
  email: string
  role: Role
  invitedBy: { id: string; name: string } | null
  createdAt: string
  expiresAt: string
}

export interface ChatSessionDto {
  id: string
  personId: string
  active: boolean
  metadata: Record<string, unknown>
  createdAt: string
  lastActivityAt: string
  endedAt: string | null
}

export interface CreatedApiKeyDto {
  id: string
  /** The key itself, given this once. */
  key: string
  prefix: string
  scopes: ApiKeyScope[]
}

export interface ApiKeyDto {
  id: string
  name: string
  prefix: string
  scopes: ApiKeyScope[]
  /** The whole key, for write keys only: they are public by nature. */
  publicKey: string | null
  createdAt: string
  lastUsedAt: string | null
}
