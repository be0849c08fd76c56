import { z } from 'zod'
import { pageInput } from '../kernel/index.ts'

export const longestQuestion = 4_000

const title = z.string().trim().min(1).max(120)
const clientId = z.string().min(1).max(100).optional()

export const createThreadInput = z.strictObject({ title: title.optional() }).prefault({})
export type CreateThreadInput = z.infer<typeof createThreadInput>

export const renameThreadInput = z.strictObject({ id: z.guid(), title })
export type RenameThreadInput = z.infer<typeof renameThreadInput>

export const threadsInput = z.strictObject({ ...pageInput, search: z.string().trim().max(200).optional() }).prefault({})
export type ThreadsInput = z.infer<typeof threadsInput>

export const threadMessagesInput = z.strictObject({
  threadId: z.guid(),
  /** Of messages before this number. */
  before: z.int().min(1).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type ThreadMessagesInput = z.infer<typeof threadMessagesInput>

export const askCompanionInput = z.strictObject({
  threadId: z.guid(),
  question: z.string().trim().min(1).max(longestQuestion),
  clientId,
})
export type AskCompanionInput = z.infer<typeof askCompanionInput>

export const runToolInput = z.strictObject({
  threadId: z.guid(),
  tool: z.enum(['dashboard', 'compare_periods', 'top_movers', 'sql', 'chart']),
  /** As the tool wants them: `companion.abilities`. */
  args: z.record(z.string(), z.unknown()),
  clientId,
})
export type RunToolInput = z.infer<typeof runToolInput>

export const callInput = z.strictObject({ threadId: z.guid(), number: z.int().min(1) })
export type CallInput = z.infer<typeof callInput>

export const followThreadInput = z.strictObject({
  threadId: z.guid(),
  /** Where to go on, from the id of the last event that was seen. */
  lastEventId: z.coerce.number().int().min(0).optional(),
})
export type FollowThreadInput = z.infer<typeof followThreadInput>
