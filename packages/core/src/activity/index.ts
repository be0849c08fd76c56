export {
  actorKpisInput,
  contributorsInput,
  linkActorInput,
  listActorsInput,
  listBatchesInput,
  listFactsInput,
  listInstallationsInput,
  listJobsInput,
  listRepositoriesInput,
  repositoryKpisInput,
  searchFactsInput,
  syncStatusInput,
  trackRepositoryInput,
} from './inputs.ts'
export type * from './model.ts'
