import { type Db, oneTimeTokens, type TokenPurpose } from '@quarterdeck/db'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { type Deps, days, hours, invalid, later, newSecret, sha256 } from '../kernel/index.ts'

/** How long a link lasts. A reset link opens an account, so it is the shortest. */
const lifetimes: Record<TokenPurpose, number> = {
  verify_email: hours(24),
  reset_password: hours(1),
  invitation: days(7),
}

type NewToken = Pick<
  typeof oneTimeTokens.$inferInsert,
  'purpose' | 'email' | 'personId' | 'workspaceId' | 'role' | 'invitedBy'
>
export type TakenToken = typeof oneTimeTokens.$inferSelect

/** Makes the secret of a link. Of a person's links for one purpose, only the latest works. */
export async function issueToken(tx: Db, { clock }: Pick<Deps, 'clock'>, token: NewToken): Promise<string> {
  const { purpose, personId } = token
  const text = newSecret()
  if (personId) {
    const earlierOnes = and(eq(oneTimeTokens.personId, personId), eq(oneTimeTokens.purpose, purpose))
    await tx.delete(oneTimeTokens).where(earlierOnes)
  }
  const now = clock.now()
  await tx
    .insert(oneTimeTokens)
    .values({ ...token, hash: sha256(text), createdAt: now, expiresAt: later(now, lifetimes[purpose]) })
  return text
}

/**
 * Uses a link's secret up, once: of two at the same moment one is too late.
 * @throws DomainError `invalid` when it is unknown, used, expired or made for something else.
 */
export async function takeToken(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  purpose: TokenPurpose,
  text: string,
): Promise<TakenToken> {
  const now = clock.now()
  const [taken] = await tx
    .update(oneTimeTokens)
    .set({ usedAt: now })
    .where(
      and(
        eq(oneTimeTokens.hash, sha256(text)),
        eq(oneTimeTokens.purpose, purpose),
        isNull(oneTimeTokens.usedAt),
        gt(oneTimeTokens.expiresAt, now),
      ),
    )
    .returning()
  if (!taken) throw linkIsOver()
  return taken
}

export const linkIsOver = () =>
  invalid('This link does not work any more: it was used, or too much time has passed. Ask for a new one', [
    { path: 'token', message: 'not valid' },
  ])

/** Uses up a link that was sent to a known person. */
export async function takePersonToken(
  tx: Db,
  deps: Pick<Deps, 'clock'>,
  purpose: TokenPurpose,
  text: string,
): Promise<{ personId: string; email: string }> {
  const { personId, email } = await takeToken(tx, deps, purpose, text)
  if (!personId) throw linkIsOver()
  return { personId, email }
}
