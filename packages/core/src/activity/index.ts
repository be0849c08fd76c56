export type { NewActor, NewFact, NewPull, NewRepository, Removal, Told } from './facts/fact.ts'
export { saveFacts } from './facts/save-facts.ts'
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
