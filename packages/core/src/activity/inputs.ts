import { z } from 'zod'
import { byId, isOrdered, pageInput, unordered, windowShape } from '../kernel/index.ts'
import { activityKinds } from './model.ts'

const id = z.guid()
const { from, to } = windowShape
const kind = z.enum(activityKinds)
const actor = z.string().trim().min(1).max(100)
const search = z.string().trim().max(200)

export const listFactsInput = z
  .strictObject({
    repositoryId: id.optional(),
    /** An id, or a login. */
    actor: actor.optional(),
    type: kind.optional(),
    /** From this moment on, by when it was done. */
    from: from.optional(),
    /** Before this moment. */
    to: to.optional(),
    ...pageInput,
  })
  .prefault({})
export type ListFactsInput = z.infer<typeof listFactsInput>

export const searchFactsInput = z.strictObject({
  /** Words, an identifier, a number such as #41, or the beginning of a commit's sha. */
  query: z.string().trim().min(1).max(500),
  repositoryId: id.optional(),
  /** An id, or a login. */
  actor: actor.optional(),
  type: kind.optional(),
  from: from.optional(),
  to: to.optional(),
  ...pageInput,
})
export type SearchFactsInput = z.infer<typeof searchFactsInput>

export const listRepositoriesInput = z
  .strictObject({
    /** Part of a name or description. */
    search: search.optional(),
    tracked: z.boolean().optional(),
    installationId: id.optional(),
    /** `active`: most facts in 30 days first; `latest`: latest fact first. */
    sort: z.enum(['name', 'active', 'latest']).default('name'),
    ...pageInput,
  })
  .prefault({})
export type ListRepositoriesInput = z.infer<typeof listRepositoriesInput>

export const trackRepositoryInput = byId.extend({ tracked: z.boolean() })
export type TrackRepositoryInput = z.infer<typeof trackRepositoryInput>

export const kpiPresets = ['7d', '30d', '90d', '180d', '365d'] as const

/** Either a preset that ends now, or `from` and `to`. */
const span = { preset: z.enum(kpiPresets).optional(), from: from.optional(), to: to.optional() }
interface Span {
  preset?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}
const isOneSpan = ({ preset, from: first, to: last }: Span) =>
  preset ? !first && !last : first !== undefined && last !== undefined && isOrdered({ from: first, to: last })
const notOneSpan = { error: 'give either a preset, or `from` before `to`', path: ['to'] }

export const repositoryKpisInput = z
  .strictObject({ id: z.union([id, z.literal('all')]), ...span })
  .refine(isOneSpan, notOneSpan)
export type RepositoryKpisInput = z.infer<typeof repositoryKpisInput>

export const contributorsInput = z
  .strictObject({
    /** Of one repository; of all without it. */
    id: id.optional(),
    from,
    to,
    sort: z.enum(['total', 'name', ...activityKinds]).default('total'),
    ...pageInput,
  })
  .refine(isOrdered, unordered)
export type ContributorsInput = z.infer<typeof contributorsInput>

export const listActorsInput = z
  .strictObject({
    /** Part of a login, name or address. */
    search: search.optional(),
    /** Whether they are known to be members. */
    linked: z.boolean().optional(),
    kind: z.enum(['user', 'bot', 'organization', 'unknown']).optional(),
    sort: z.enum(['name', 'active', 'latest']).default('active'),
    ...pageInput,
  })
  .prefault({})
export type ListActorsInput = z.infer<typeof listActorsInput>

export const actorKpisInput = z.strictObject({ id, ...span }).refine(isOneSpan, notOneSpan)
export type ActorKpisInput = z.infer<typeof actorKpisInput>

export const linkActorInput = z.strictObject({
  actorId: id,
  /** Null: they are nobody here. */
  personId: id.nullable(),
})
export type LinkActorInput = z.infer<typeof linkActorInput>

export const listInstallationsInput = z.strictObject({ ...pageInput }).prefault({})
export type ListInstallationsInput = z.infer<typeof listInstallationsInput>

export const syncInstallationInput = byId.extend({
  /** How far back, also where facts are here already; 30 days without it. */
  since: from.optional(),
})
export type SyncInstallationInput = z.infer<typeof syncInstallationInput>

export const listBatchesInput = z
  .strictObject({
    installationId: id.optional(),
    status: z.enum(['running', 'completed', 'failed']).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListBatchesInput = z.infer<typeof listBatchesInput>

export const listJobsInput = z
  .strictObject({
    batchId: id.optional(),
    repositoryId: id.optional(),
    status: z.enum(['pending', 'running', 'blocked', 'completed', 'failed']).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListJobsInput = z.infer<typeof listJobsInput>

/** Without an id, of all installations together. */
export const syncStatusInput = z.strictObject({ installationId: id.optional() }).prefault({})
export type SyncStatusInput = z.infer<typeof syncStatusInput>
