import { type Db, members, people } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { type Deps, type EmailPart, type Scope, sendEmail } from '../../kernel/index.ts'
import type { Facts } from './facts.ts'
import { noticeLine } from './notice-text.ts'

/** Puts one message to each of the staff into the outbox, in the transaction that keeps that they were told. */
export async function mailStaff(tx: Db, deps: Deps, { workspaceId }: Scope, facts: Facts): Promise<void> {
  const staff = await tx
    .select({ email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        inArray(members.role, ['owner', 'admin', 'agent']),
        isNotNull(people.email),
        isNull(people.deactivatedAt),
      ),
    )
    .orderBy(asc(people.id))
    .limit(500)
  const subject = noticeLine(facts).replace(/\s+/g, ' ').slice(0, 200)
  const body: EmailPart[] = [
    { kind: 'words', text: subject },
    { kind: 'list', items: facts.evidence.map(text => ({ text })) },
    { kind: 'button', label: 'Open the issue', url: facts.url },
  ]
  for (const { email } of staff) {
    if (email) await sendEmail(tx, deps, { workspaceId, to: email, subject, body })
  }
}
