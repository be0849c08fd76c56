import { z } from 'zod'
import type { JobQueue } from '../../kernel/index.ts'

const twilioFile = z.strictObject({ sid: z.string(), url: z.url() })
export type TwilioFile = z.infer<typeof twilioFile>

/** The attachment of an e-mail, in the delivery that it came with. */
const mailedFile = z.strictObject({ deliveryId: z.guid(), index: z.int() })
export type MailedFile = z.infer<typeof mailedFile>

const source = z.union([twilioFile, mailedFile])
export type MediaSource = z.infer<typeof source>

const input = z.strictObject({
  workspaceId: z.guid(),
  messageId: z.guid(),
  media: z.array(source).max(50),
  /** Whether the message waits for an answer. */
  answer: z.boolean(),
  /** From 0. */
  tries: z.int(),
})
export type MediaInput = z.infer<typeof input>

/** Fetches the files of a message that came from outside. */
export const mediaQueue: JobQueue<MediaInput> = { name: 'support-media', input }
