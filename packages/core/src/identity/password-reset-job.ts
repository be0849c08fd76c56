import { people } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { type Deps, sendEmail } from '../kernel/index.ts'
import { mailWorkspaceOf, resetMail } from './mails.ts'
import { issueToken } from './one-time-tokens.ts'

/** A second run makes the first link void and sends another. */
export async function run(deps: Deps, { personId }: { personId: string | null }): Promise<void> {
  if (!personId) return
  await deps.db.transaction(async tx => {
    const [person] = await tx
      .select({ email: people.email })
      .from(people)
      .where(and(eq(people.id, personId), isNull(people.deactivatedAt)))
    const email = person?.email
    if (!email) return
    const token = await issueToken(tx, deps, { purpose: 'reset_password', email, personId })
    await sendEmail(tx, deps, {
      workspaceId: await mailWorkspaceOf(tx, personId),
      to: email,
      ...resetMail(deps, token),
    })
  })
}
