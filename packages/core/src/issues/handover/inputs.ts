import { z } from 'zod'
import { byId } from '../../kernel/index.ts'
import { proposal } from './proposal-model.ts'

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .max(2_000)
const repository = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, { error: 'must be owner/repository' })
/** Names that git takes, without those that mean something to it (git-check-ref-format). */
const branch = z
  .string()
  .regex(/^(?!.*(?:\.\.|\/\/|@\{))[\w][\w./-]{0,199}$/, { error: 'must be the name of a branch' })
const path = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\0\\]+(?<!\/)$/, {
    error: 'must be a path inside the repository',
  })

export const linkJiraInput = byId.extend({
  key: z.string().regex(/^[A-Z][A-Z0-9_]{1,30}-\d{1,10}$/, { error: 'must be a ticket such as OPS-12' }),
  /** Where it is; on the Jira that is set up here when not given. */
  url: webAddress.optional(),
})
export type LinkJiraInput = z.infer<typeof linkJiraInput>

export const openPullRequestInput = byId.extend({
  repository,
  /** What it is to be merged into; the repository's default branch when not given. */
  baseBranch: branch.optional(),
  /** Whole files to put in beside the report. */
  files: z
    .array(
      z.strictObject({
        path,
        content: z.string().max(500_000),
        /** The git blob that this replaces: when the file is another by then, it is left alone. */
        base: z
          .string()
          .regex(/^[0-9a-f]{40,64}$/)
          .optional(),
      }),
    )
    .max(20)
    .optional(),
  /** Files that the model may change, where there is one; those of the last time in this repository when not given. */
  targets: z.array(path).max(10).optional(),
})
export type OpenPullRequestInput = z.infer<typeof openPullRequestInput>

export const linkPullRequestInput = byId.extend({
  url: webAddress.regex(/^https?:\/\/[^/]+\/[\w.-]+\/[\w.-]+\/pull\/\d+\/?$/, {
    error: 'must be the address of a pull request',
  }),
})
export type LinkPullRequestInput = z.infer<typeof linkPullRequestInput>

export const sendTestInput = z.strictObject({ to: z.enum(['slack', 'email', 'webhook']) })
export type SendTestInput = z.infer<typeof sendTestInput>

/** What a link's row keeps of what was asked for and of what was done. */
export const ticketNotes = z.object({ commented: z.string().optional(), isDone: z.boolean().optional() })
export const pullNotes = z.object({
  repository: z.string().optional(),
  baseBranch: z.string().optional(),
  files: z.array(z.object({ path: z.string(), content: z.string(), base: z.string().optional() })).optional(),
  targets: z.array(z.string()).optional(),
  /** Until when a proposal is waited for. */
  proposeUntil: z.string().optional(),
  proposal: proposal.optional(),
  /** What was proposed and not done, and why. */
  said: z.array(z.string()).optional(),
  /** Until when the provider's word is known. */
  heardAt: z.string().optional(),
  isDone: z.boolean().optional(),
})
