import { conversations, type Db, identities, people } from '@quarterdeck/db'
import { and, asc, eq, like } from 'drizzle-orm'
import type { Delivery } from './delivery-turns.ts'

const prefixes = { email: 'mailto:', sms: 'tel:', whatsapp: 'tel:' } as const

/** Where a delivery goes: whence the customer wrote last, or what they are known by. Null: nobody knows. */
export async function contactOf(db: Db, { conversationId, channel, workspaceId }: Delivery): Promise<string | null> {
  const [row] = await db
    .select({
      contact: conversations.contact,
      personId: people.id,
      email: people.email,
      verified: people.emailVerifiedAt,
    })
    .from(conversations)
    .innerJoin(people, eq(people.id, conversations.personId))
    .where(eq(conversations.id, conversationId))
  if (!row) return null
  if (row.contact) return row.contact
  // Nobody is to have us write to an address that is not theirs.
  if (channel === 'email' && row.email && row.verified) return row.email
  const prefix = prefixes[channel]
  const [identity] = await db
    .select({ subject: identities.subject })
    .from(identities)
    .where(
      and(
        ...[eq(identities.workspaceId, workspaceId), eq(identities.personId, row.personId)],
        ...[eq(identities.provider, 'user'), like(identities.subject, `${prefix}%`)],
      ),
    )
    .orderBy(asc(identities.subject))
    .limit(1)
  return identity?.subject.slice(prefix.length) ?? null
}
