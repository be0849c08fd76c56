import type { ApiKeyScope, Role } from '@quarterdeck/db'

/** Roles that work in the console. `member` is a customer: sees the portal and what is theirs. */
export const staffRoles: readonly Role[] = ['owner', 'admin', 'agent', 'viewer']
const writers: readonly Role[] = ['owner', 'admin', 'agent']
const admins: readonly Role[] = ['owner', 'admin']

/** What a procedure asks of its caller; each level has the ones before it. */
export type Level = 'member' | 'read' | 'write' | 'admin'

const allowed: Record<Level, readonly Role[]> = {
  member: [...staffRoles, 'member'],
  read: staffRoles,
  write: writers,
  admin: admins,
}

export const mayAct = (role: Role, level: Level): boolean => allowed[level].includes(role)

export interface PersonDto {
  id: string
  email: string | null
  name: string | null
}

export interface MembershipDto {
  id: string
  name: string
  role: Role
}

/** Who is signed in, and where they belong. */
export interface SessionDto {
  person: PersonDto
  workspaces: MembershipDto[]
  expiresAt: string
}

export interface SignedInDto extends SessionDto {
  /** The bearer token, given this once; browsers get it as the cookie `qd_session` as well. */
  token: string
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
