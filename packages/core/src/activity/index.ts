export { getActor, listActors } from './actors.ts'
export {
  type NewActor,
  type NewFact,
  type NewPull,
  type NewRepository,
  nothingTold,
  type Removal,
  type Rewrite,
  type Told,
} from './facts/fact.ts'
export { factOfCommit } from './facts/of-commit.ts'
export { factsOfComment, factsOfIssue } from './facts/of-issue.ts'
export { factsOfPull, factsOfReview, pullOf } from './facts/of-pull.ts'
export { factsOfRelease } from './facts/of-release.ts'
export { repositoryOf } from './facts/of-repository.ts'
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
export { countSampleRepositories, removeSampleActivity } from './sample.ts'
export { embedFactsJob, embedFactsSweepJob } from './search/jobs.ts'
export { searchFacts } from './search/search-facts.ts'
export { beginSync } from './sync/begin.ts'
export { cancelSync, refreshInstallations, syncInstallation, trackRepository } from './sync/commands.ts'
export { catchUpJob, installationsJob, redeliverJob, syncJob, syncPruneJob, syncSweepJob } from './sync/jobs.ts'
export { getBatch, getInstallation, listBatches, listInstallations, listJobs } from './sync/queries.ts'
export { getSyncStatus } from './sync/status.ts'
export { githubWebhook } from './webhooks/github-webhook.ts'
