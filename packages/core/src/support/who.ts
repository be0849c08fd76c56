import { mayAct } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'

/** Staff and programs see everything of a conversation; a customer sees their own, without what staff keep about it. */
export const isStaff = ({ actor }: Scope): boolean => actor.kind !== 'person' || mayAct(actor.role, 'read')

/** Whether they may answer customers, rather than look on. */
export const mayAnswer = ({ actor }: Scope): boolean => actor.kind !== 'person' || mayAct(actor.role, 'write')

/** The id of the person who asks; null for a program. */
export const personOf = ({ actor }: Scope): string | null => (actor.kind === 'person' ? actor.id : null)
