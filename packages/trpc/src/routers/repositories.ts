import {
  type ContributorDto,
  contributorsInput,
  getRepository,
  listContributors,
  listRepositories,
  listRepositoriesInput,
  type RepositoryDetailDto,
  type RepositoryDto,
  type RepositoryKpisDto,
  repositoryKpis,
  repositoryKpisInput,
  trackRepository,
  trackRepositoryInput,
} from '@quarterdeck/core/activity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

export const repositories = router({
  list: read
    .meta({ reads: ['activity', 'repositories'] })
    .input(listRepositoriesInput)
    .query(({ ctx, input }): Promise<Page<RepositoryDto>> => listRepositories(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['activity', 'repositories'] })
    .input(byId)
    .query(({ ctx, input }): Promise<RepositoryDetailDto> => getRepository(ctx.deps, ctx.scope, input)),
  kpis: read
    .meta({ reads: ['activity', 'pull_requests', 'repositories', 'workspaces'] })
    .input(repositoryKpisInput)
    .query(({ ctx, input }): Promise<RepositoryKpisDto> => repositoryKpis(ctx.deps, ctx.scope, input)),
  track: write
    .input(trackRepositoryInput)
    .mutation(({ ctx, input }): Promise<RepositoryDetailDto> => trackRepository(ctx.deps, ctx.scope, input)),
  contributors: read
    .meta({ reads: ['activity', 'git_actors', 'repositories'] })
    .input(contributorsInput)
    .query(({ ctx, input }): Promise<Page<ContributorDto>> => listContributors(ctx.deps, ctx.scope, input)),
})
