import type { NewRepository } from './fact.ts'
import type { GithubRepository } from './shapes.ts'

/** What is left out stays left out: it is known from elsewhere, or not at all. */
export const repositoryOf = (given: GithubRepository): NewRepository => ({
  ghId: given.id,
  fullName: given.full_name,
  url: given.html_url ?? `https://github.com/${given.full_name}`,
  ...(given.node_id !== undefined && { ghNodeId: given.node_id }),
  ...(given.description !== undefined && { description: given.description }),
  ...(given.homepage !== undefined && { homepage: given.homepage }),
  ...(given.language !== undefined && { language: given.language }),
  ...(given.default_branch && { defaultBranch: given.default_branch }),
  ...(given.private !== undefined && { isPrivate: given.private }),
  ...(given.fork !== undefined && { isFork: given.fork }),
  ...(given.archived !== undefined && { isArchived: given.archived }),
  ...(given.stargazers_count !== undefined && { stars: given.stargazers_count }),
  ...(given.forks_count !== undefined && { forks: given.forks_count }),
  ...(given.open_issues_count !== undefined && { openIssues: given.open_issues_count }),
  ...(given.watchers_count !== undefined && { watchers: given.watchers_count }),
  ...(given.size !== undefined && { size: given.size }),
  ...(given.created_at && { ghCreatedAt: given.created_at }),
  ...(given.updated_at && { ghUpdatedAt: given.updated_at }),
  ...(given.pushed_at && { ghPushedAt: given.pushed_at }),
})
