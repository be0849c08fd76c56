import type { EssayDocument, EssayRequestStatus, Turnaround } from '@quarterdeck/db'
import { z } from 'zod'
import { byId, pageInput } from '../kernel/index.ts'
import { BadDocument, readDocument, textOf } from './document.ts'

export const statuses = ['submitted', 'in_progress', 'completed', 'cancelled'] as const satisfies EssayRequestStatus[]
export const turnarounds = ['standard', 'express', 'urgent'] as const satisfies Turnaround[]

/** What an editor made (ProseMirror's JSON), or plain text, a line a paragraph. */
const document = z.custom<string | object>().transform((given, ctx): EssayDocument => {
  try {
    return readDocument(given)
  } catch (error) {
    if (!(error instanceof BadDocument)) throw error
    ctx.issues.push({ code: 'custom', message: error.message, path: error.path, input: undefined })
    return z.NEVER
  }
})
const content = document.refine(given => textOf(given).trim() !== '', { error: 'must hold some text' })

const line = (length: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(length)
    .regex(/^\P{Cc}*$/u, { error: 'must be one line' })
const turnaround = z.enum(turnarounds)
const score = z.int().min(5).max(9).nullable().optional()
const version = z.int().min(0).max(2_147_483_647)
const comments = z.string().trim().max(4_000).optional()

/** The id of the order to be made. Sent again, because an answer was lost, it is the same order. */
const newId = z.guid().optional()

export const createEssayRequestInput = z.strictObject({
  newId,
  studentName: line(120),
  studentEmail: z.email().max(320).toLowerCase(),
  applicationType: line(120),
  /** What the program asks the student to write about. */
  programPrompt: z.string().trim().max(10_000),
  content,
  turnaround,
  comments,
  /** For staff and programs: the customer's account, who then sees it as theirs. */
  ownerId: z.guid().optional(),
})
export type CreateEssayRequestInput = z.infer<typeof createEssayRequestInput>

const rate = z.strictObject({
  /** In minor units, to four decimals. */
  pricePerWord: z.number().min(0).max(1_000),
  hours: z.int().min(1).max(8_760),
})
export const ratesInput = z.strictObject({
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'must be a currency such as USD' }),
  /** In minor units. */
  minimumPrice: z.int().min(0).max(100_000_000),
  rates: z.strictObject({ standard: rate, express: rate, urgent: rate }),
})

export const quoteInput = z
  .strictObject({
    wordCount: z.int().min(0).max(1_000_000).optional(),
    content: document.optional(),
    turnaround,
    /** What it would cost by these; by the workspace's own when left out. */
    rates: ratesInput.optional(),
  })
  .refine(({ wordCount, content: given }) => (wordCount === undefined) !== (given === undefined), {
    error: 'give either the text or its number of words',
    path: ['content'],
  })
export type QuoteInput = z.infer<typeof quoteInput>

export const saveDraftInput = byId.extend({
  content: document,
  /** The version that was seen last: 0 when nothing was saved yet. */
  baseVersion: version,
  /** What is left out stays as it is; null clears it. */
  currentScore: score,
  potentialScore: score,
})
export type SaveDraftInput = z.infer<typeof saveDraftInput>

export const versionInput = byId.extend({ version })
export type VersionInput = z.infer<typeof versionInput>

export const assignEssayInput = byId.extend({ assigneeId: z.guid().nullable() })
export type AssignEssayInput = z.infer<typeof assignEssayInput>

export const requestRevisionInput = byId.extend({
  newId,
  /** The new text to edit; without it, the edited one of a completed request, else the original. */
  content: content.optional(),
  turnaround: turnaround.optional(),
  comments,
})
export type RequestRevisionInput = z.infer<typeof requestRevisionInput>

export const finishInput = byId.extend({
  /** When given, and somebody has saved since, nothing is finished. */
  baseVersion: version.optional(),
  currentScore: score,
  potentialScore: score,
})
export type FinishInput = z.infer<typeof finishInput>

export const cancelEssayInput = byId.extend({ reason: z.string().trim().min(1).max(1_000) })
export type CancelEssayInput = z.infer<typeof cancelEssayInput>

export const reopenEssayInput = byId.extend({ reason: z.string().trim().min(1).max(1_000).optional() })
export type ReopenEssayInput = z.infer<typeof reopenEssayInput>

export const shareInput = byId.extend({ expiresInDays: z.int().min(1).max(365).default(30) })
export type ShareInput = z.infer<typeof shareInput>

export const viewSharedInput = z.strictObject({ token: z.string().min(1).max(200) })
export type ViewSharedInput = z.infer<typeof viewSharedInput>

export const listEssayRequestsInput = z
  .strictObject({
    status: z.enum(statuses).optional(),
    /** `current`: submitted and in progress; `previous`: completed and cancelled. */
    group: z.enum(['current', 'previous']).optional(),
    turnaround: turnaround.optional(),
    /** Null: those that nobody has. */
    assigneeId: z.guid().nullable().optional(),
    ownerId: z.guid().optional(),
    /** Open, and past due. */
    overdue: z.boolean().optional(),
    /** Part of a name, address or prompt, or a number such as 41 or #41. */
    search: z.string().trim().max(200).optional(),
    /** `due`: what is due first. */
    sort: z.enum(['newest', 'oldest', 'due']).default('newest'),
    ...pageInput,
  })
  .prefault({})
export type ListEssayRequestsInput = z.infer<typeof listEssayRequestsInput>

export const myEssayRequestsInput = z
  .strictObject({ group: z.enum(['current', 'previous']).optional(), ...pageInput })
  .prefault({})
export type MyEssayRequestsInput = z.infer<typeof myEssayRequestsInput>

export type RatesInput = z.infer<typeof ratesInput>
