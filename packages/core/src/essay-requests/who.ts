import { mayAct } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'

/** Staff and programs see every request; a customer sees their own, without unfinished work. */
export const isStaff = ({ actor }: Scope): boolean => actor.kind !== 'person' || mayAct(actor.role, 'read')

/** Whether they may edit, rather than look on. */
export const mayEdit = ({ actor }: Scope): boolean => actor.kind !== 'person' || mayAct(actor.role, 'write')

/** The id of the person who asks; null for a program. */
export const personOf = ({ actor }: Scope): string | null => (actor.kind === 'person' ? actor.id : null)
