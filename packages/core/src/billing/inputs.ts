import { z } from 'zod'
import { pageInput } from '../kernel/index.ts'

/** Whose: staff may ask for anybody of the workspace, customers for themselves. Without it, one's own. */
export const ofPerson = z.strictObject({ personId: z.guid().optional() }).prefault({})
export type OfPerson = z.infer<typeof ofPerson>

export const listRecordsInput = z
  .strictObject({
    /** Customers see their own; staff see everybody's without it. */
    personId: z.guid().optional(),
    /** The provider's word, such as `paid` or `active`. */
    status: z
      .string()
      .trim()
      .max(100)
      .regex(/^[\w -]*$/, { error: 'must be a word such as paid or active' })
      .optional(),
    /** Part of a person's name or address; or an id of the provider's, or the address of a payer, in full. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListRecordsInput = z.infer<typeof listRecordsInput>
