import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { z } from 'zod'

export const newId = (): string => v7()

/** A secret for a token or key: 160 random bits, in characters that survive any copy and paste. */
export const newSecret = (): string => randomBytes(20).toString('base64url')

/** For secrets of full entropy only; passwords go through argon2. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Input of every verb that names one row. */
export const byId = z.strictObject({ id: z.guid() })
export type ById = z.infer<typeof byId>
