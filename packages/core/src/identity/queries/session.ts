import type { SignedIn } from '../access.ts'
import { type SessionDto, toMembershipDto } from '../model.ts'

/** Who is signed in, as they may see it. */
export const describeSession = ({ person, workspaces, expiresAt }: SignedIn): SessionDto => ({
  person,
  workspaces: workspaces.map(toMembershipDto),
  expiresAt: expiresAt.toISOString(),
})
