import { type AuditPlace, type Origin, unauthenticated } from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'

/** Where a person's doings with their own account are recorded: their first workspace, if they have one. */
export const placeOf = ({ person, workspaces }: SignedIn, origin: Origin): AuditPlace => ({
  workspaceId: workspaces[0]?.id ?? null,
  actor: { kind: 'person', id: person.id, name: person.name ?? person.email ?? 'Somebody' },
  origin,
})

export const gone = () => unauthenticated('This account is not there any more')
