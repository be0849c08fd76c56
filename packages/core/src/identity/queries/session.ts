import type { SignedIn } from '../access.ts'
import type { SessionDto } from '../model.ts'

/** Who is signed in, as they may see it. */
export const describeSession = ({ person, workspaces, expiresAt }: SignedIn): SessionDto => ({
  person,
  workspaces,
  expiresAt: expiresAt.toISOString(),
})
