import { getUserSecret, nothing, rotateUserSecret } from '@quarterdeck/core/identity'
import {
  getWelcome,
  type SupportSettingsDto,
  supportSettings,
  updateSupportSettings,
  updateSupportSettingsInput,
  type WelcomeDto,
} from '@quarterdeck/core/support'
import { admin, read, router, signedIn } from '../procedures.ts'

export const support = router({
  welcome: signedIn
    .meta({ reads: ['support_duty', 'workspaces'] })
    .input(nothing)
    .query(({ ctx }): Promise<WelcomeDto> => getWelcome(ctx.deps, ctx.scope)),
  settings: read
    .meta({ reads: ['workspaces'] })
    .input(nothing)
    .query(({ ctx }): Promise<SupportSettingsDto> => supportSettings(ctx.deps.db, ctx.scope)),
  updateSettings: admin
    .input(updateSupportSettingsInput)
    .mutation(({ ctx, input }): Promise<SupportSettingsDto> => updateSupportSettings(ctx.deps, ctx.scope, input)),
  /** What a site's server signs the ids of its users with, for the chat widget. */
  userSecret: admin
    .meta({ reads: ['workspaces'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ secret: string | null }> => getUserSecret(ctx.deps, ctx.scope)),
  rotateUserSecret: admin
    .input(nothing)
    .mutation(({ ctx }): Promise<{ secret: string }> => rotateUserSecret(ctx.deps, ctx.scope)),
})
