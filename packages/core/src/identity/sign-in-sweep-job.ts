import { oneTimeTokens, refreshTokens, sessions } from '@quarterdeck/db'
import { lt } from 'drizzle-orm'
import { type Deps, days, earlier } from '../kernel/index.ts'

export async function run({ db, clock }: Deps): Promise<void> {
  const now = clock.now()
  await db.delete(sessions).where(lt(sessions.expiresAt, now))
  // Used ones count as copies in wrong hands for as long as they would have lived.
  await db.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now))
  await db.delete(oneTimeTokens).where(lt(oneTimeTokens.expiresAt, earlier(now, days(30))))
}
