import { byId } from '@quarterdeck/core/kernel'
import {
  createTeam,
  createTeamInput,
  getTeam,
  listTeams,
  removeTeam,
  type TeamDto,
  updateTeam,
  updateTeamInput,
} from '@quarterdeck/core/reports'
import { read, router, write } from '../procedures.ts'

const reads = ['git_actors', 'team_members', 'teams']

export const teams = router({
  list: read.meta({ reads }).query(({ ctx }): Promise<{ items: TeamDto[] }> => listTeams(ctx.deps, ctx.scope)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<TeamDto> => getTeam(ctx.deps, ctx.scope, input)),
  create: write
    .input(createTeamInput)
    .mutation(({ ctx, input }): Promise<TeamDto> => createTeam(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateTeamInput)
    .mutation(({ ctx, input }): Promise<TeamDto> => updateTeam(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removeTeam(ctx.deps, ctx.scope, input)),
})
