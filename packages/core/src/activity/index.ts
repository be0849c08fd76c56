export { getActor, listActors } from './actors.ts'
export type { NewActor, NewFact, NewPull, NewRepository, Removal, Told } from './facts/fact.ts'
export { getFact, listFacts } from './facts/queries.ts'
export { saveFacts } from './facts/save-facts.ts'
export { actorKpis } from './figures/actor-kpis.ts'
export { listContributors } from './figures/contributors.ts'
export { repositoryKpis } from './figures/repository-kpis.ts'
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
  syncInstallationInput,
  syncStatusInput,
  trackRepositoryInput,
} from './inputs.ts'
export { linkActorsJob } from './jobs.ts'
export { linkActor } from './link-actor.ts'
export type * from './model.ts'
export { activityPersonSource } from './person-data.ts'
export { getRepository, listRepositories } from './repositories.ts'
export { embedFactsJob, embedFactsSweepJob } from './search/jobs.ts'
export { searchFacts } from './search/search-facts.ts'
export { beginSync } from './sync/begin.ts'
export { cancelSync, refreshInstallations, syncInstallation, trackRepository } from './sync/commands.ts'
export { catchUpJob, installationsJob, redeliverJob, syncJob, syncSweepJob } from './sync/jobs.ts'
export { getBatch, getInstallation, listBatches, listInstallations, listJobs } from './sync/queries.ts'
export { getSyncStatus } from './sync/status.ts'
export { githubWebhook } from './webhooks/github-webhook.ts'
