import { type Db, members, people } from '@quarterdeck/db'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { notFound, type Scope } from '../kernel/index.ts'
import { writers } from './model.ts'

/** Work is given only to whoever may do it. @throws DomainError `not_found` when they may change nothing here. */
export async function requireWriter(tx: Db, { workspaceId }: Scope, personId: string): Promise<void> {
  const [member] = await tx
    .select({ id: members.personId })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        eq(members.personId, personId),
        inArray(members.role, [...writers]),
        isNull(people.deactivatedAt),
      ),
    )
  if (!member) throw notFound('This person among those who answer customers')
}
