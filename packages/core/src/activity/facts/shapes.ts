import { z } from 'zod'

// Of what GitHub sends, what we read: https://docs.github.com/en/webhooks/webhook-events-and-payloads and the REST API
// call the same things by the same names. What one of them leaves out is optional here.

const moment = z.iso.datetime({ offset: true }).transform(text => new Date(text))
/** Pushes say seconds since the epoch where everything else says ISO 8601. */
const anyMoment = z.union([moment, z.number().transform(seconds => new Date(seconds * 1_000))])
const text = z.string().nullish()
const count = z.number().nullish()

export const userShape = z.object({
  id: z.number(),
  login: z.string(),
  type: text,
  avatar_url: text,
})
export type GithubUser = z.infer<typeof userShape>

export const repositoryShape = z.object({
  id: z.number(),
  node_id: text,
  full_name: z.string(),
  private: z.boolean().optional(),
  fork: z.boolean().optional(),
  archived: z.boolean().optional(),
  description: text,
  html_url: text,
  homepage: text,
  language: text,
  default_branch: text,
  stargazers_count: count,
  forks_count: count,
  open_issues_count: count,
  watchers_count: count,
  size: count,
  created_at: anyMoment.nullish(),
  updated_at: anyMoment.nullish(),
  pushed_at: anyMoment.nullish(),
})
export type GithubRepository = z.infer<typeof repositoryShape>

const refShape = z.object({
  ref: z.string(),
  label: text,
  repo: z.object({ id: z.number() }).nullish(),
})

export const pullShape = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  state: z.string(),
  draft: z.boolean().nullish(),
  html_url: z.string(),
  user: userShape.nullish(),
  merged_by: userShape.nullish(),
  head: refShape.nullish(),
  base: refShape.nullish(),
  /** Lists leave the figures out. */
  additions: count,
  deletions: count,
  changed_files: count,
  created_at: moment,
  updated_at: moment,
  closed_at: moment.nullish(),
  merged_at: moment.nullish(),
})
export type GithubPull = z.infer<typeof pullShape>

export const reviewShape = z.object({
  id: z.number(),
  user: userShape.nullish(),
  body: text,
  state: z.string(),
  html_url: z.string(),
  /** Null while it is pending. */
  submitted_at: moment.nullish(),
})
export type GithubReview = z.infer<typeof reviewShape>

export const issueShape = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  state: text,
  html_url: z.string(),
  user: userShape.nullish(),
  closed_by: userShape.nullish(),
  /** There when it is a pull request. */
  pull_request: z.object({}).nullish(),
  created_at: moment,
  updated_at: moment,
  closed_at: moment.nullish(),
})
export type GithubIssue = z.infer<typeof issueShape>

export const commentShape = z.object({
  id: z.number(),
  user: userShape.nullish(),
  body: text,
  html_url: z.string(),
  created_at: moment,
  updated_at: moment,
})
export type GithubComment = z.infer<typeof commentShape>

export const reviewCommentShape = commentShape.extend({ path: text })
export type GithubReviewComment = z.infer<typeof reviewCommentShape>

export const releaseShape = z.object({
  id: z.number(),
  tag_name: z.string(),
  name: text,
  body: text,
  draft: z.boolean().nullish(),
  prerelease: z.boolean().nullish(),
  html_url: z.string(),
  author: userShape.nullish(),
  created_at: moment,
  /** Older servers do not say. */
  updated_at: moment.nullish(),
  published_at: moment.nullish(),
})
export type GithubRelease = z.infer<typeof releaseShape>

/** Of a push. */
export const pushedCommitShape = z.object({
  id: z.string(),
  message: z.string(),
  timestamp: moment,
  url: z.string(),
  author: z.object({ name: text, email: text, username: text }),
})
export type PushedCommit = z.infer<typeof pushedCommitShape>

/** Of the REST API. `stats` and `files` come with a commit that was asked for by its sha, not with lists. */
export const commitShape = z.object({
  sha: z.string(),
  html_url: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: text, email: text, date: moment.nullish() }).nullish(),
    committer: z.object({ date: moment.nullish() }).nullish(),
  }),
  /** An empty object where nobody is known by that address. */
  author: z.union([userShape, z.object({})]).nullish(),
  parents: z.array(z.object({ sha: z.string() })).optional(),
  stats: z.object({ additions: count, deletions: count }).nullish(),
  files: z.array(z.object({ filename: z.string() })).nullish(),
})
export type GithubCommit = z.infer<typeof commitShape>
