import {
  getInstallation,
  type InstallationDto,
  listInstallations,
  listInstallationsInput,
  refreshInstallations,
  type SyncBatchDto,
  syncInstallation,
  syncInstallationInput,
} from '@quarterdeck/core/activity'
import { nothing } from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { admin, read, router, write } from '../procedures.ts'

const reads = ['installations', 'repositories']

export const installations = router({
  list: read
    .meta({ reads })
    .input(listInstallationsInput)
    .query(({ ctx, input }): Promise<Page<InstallationDto>> => listInstallations(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<InstallationDto> => getInstallation(ctx.deps, ctx.scope, input)),
  sync: write
    .input(syncInstallationInput)
    .mutation(({ ctx, input }): Promise<SyncBatchDto> => syncInstallation(ctx.deps, ctx.scope, input)),
  refresh: admin
    .input(nothing)
    .mutation(({ ctx }): Promise<{ isAsked: true }> => refreshInstallations(ctx.deps, ctx.scope)),
})
