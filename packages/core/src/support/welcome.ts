import { supportDuty } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import type { WelcomeDto } from './model.ts'
import { supportSettings } from './settings.ts'

/** What the house says to a customer before they write. */
export async function getWelcome({ db }: Pick<Deps, 'db'>, scope: Scope): Promise<WelcomeDto> {
  const { greeting, offline } = await supportSettings(db, scope)
  const onDuty = await db
    .select({ since: supportDuty.since })
    .from(supportDuty)
    .where(eq(supportDuty.workspaceId, scope.workspaceId))
    .limit(1)
  return { greeting, offline: onDuty.length > 0 ? null : offline }
}
