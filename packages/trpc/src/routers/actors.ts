import {
  type ActorDto,
  type ActorKpisDto,
  actorKpis,
  actorKpisInput,
  getActor,
  linkActor,
  linkActorInput,
  listActors,
  listActorsInput,
} from '@quarterdeck/core/activity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

export const actors = router({
  list: read
    .meta({ reads: ['activity', 'git_actors', 'people'] })
    .input(listActorsInput)
    .query(({ ctx, input }): Promise<Page<ActorDto>> => listActors(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['activity', 'git_actors', 'people'] })
    .input(byId)
    .query(({ ctx, input }): Promise<ActorDto> => getActor(ctx.deps, ctx.scope, input)),
  kpis: read
    .meta({ reads: ['activity', 'git_actors', 'repositories', 'workspaces'] })
    .input(actorKpisInput)
    .query(({ ctx, input }): Promise<ActorKpisDto> => actorKpis(ctx.deps, ctx.scope, input)),
  link: write
    .input(linkActorInput)
    .mutation(({ ctx, input }): Promise<ActorDto> => linkActor(ctx.deps, ctx.scope, input)),
})
