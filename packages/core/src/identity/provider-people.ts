import { type Db, identities, people } from '@quarterdeck/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Deps, Scope, TokenClaims } from '../kernel/index.ts'
import { linkUser, lockPeople } from './clerk-users.ts'
import { firstWorkspace } from './mails.ts'

/**
 * The person behind a provider's token. One whom no webhook has announced yet is made here, under the identity that the
 * webhook will use, so that nobody is turned away because a delivery is late.
 */
export async function personOfClaims(
  deps: Deps,
  claims: TokenClaims,
  scopeIn: (workspaceId: string) => Scope,
): Promise<string> {
  const { id: workspaceId } = await firstWorkspace(deps.db)
  const known = await findPerson(deps.db, workspaceId, claims.subject)
  if (known) return known
  return deps.db.transaction(async tx => {
    await lockPeople(tx, workspaceId)
    const meanwhile = await findPerson(tx, workspaceId, claims.subject)
    if (meanwhile) return meanwhile
    const verifiedEmail = claims.emailVerified ? claims.email : null
    const personId = await linkUser(tx, scopeIn(workspaceId), claims.subject, verifiedEmail)
    const { name } = claims
    if (name)
      await tx
        .update(people)
        .set({ name })
        .where(and(eq(people.id, personId), isNull(people.name)))
    if (verifiedEmail) await claimEmail(tx, personId, verifiedEmail, deps.clock.now())
    return personId
  })
}

async function findPerson(db: Db, workspaceId: string, subject: string): Promise<string | undefined> {
  const [row] = await db
    .select({ personId: identities.personId })
    .from(identities)
    .where(
      and(eq(identities.workspaceId, workspaceId), eq(identities.provider, 'clerk'), eq(identities.subject, subject)),
    )
  return row?.personId
}

/** Gives a new person their verified address, unless somebody has it: the webhook decides then whose it is. */
async function claimEmail(tx: Db, personId: string, email: string, at: Date): Promise<void> {
  const isFree = sql`not exists (select from people other where other.email = ${email})`
  try {
    await tx.transaction(inner =>
      inner
        .update(people)
        .set({ email, emailVerifiedAt: at })
        .where(and(eq(people.id, personId), isNull(people.email), isFree)),
    )
  } catch (error) {
    // 23505: somebody signed up with it this moment.
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
    if (!(cause instanceof Error && Reflect.get(cause, 'code') === '23505')) throw error
  }
}
