import { z } from 'zod'
import { moment, pageInput, timeZoneInput } from '../../kernel/index.ts'
import { isInReach, outOfReach } from '../inputs.ts'

/** Whose schedule: the caller's own if nobody is named. */
export const scheduleInput = z.strictObject({ personId: z.guid().optional() }).prefault({})
export type ScheduleInput = z.infer<typeof scheduleInput>

/** What is left out stays as it is; at first: the workspace's zone, both kinds, from Monday, not by e-mail. */
export const setScheduleInput = z.strictObject({
  personId: z.guid().optional(),
  timeZone: timeZoneInput.optional(),
  daily: z.boolean().optional(),
  weekly: z.boolean().optional(),
  weekStart: z.enum(['monday', 'sunday']).optional(),
  byEmail: z.boolean().optional(),
})
export type SetScheduleInput = z.infer<typeof setScheduleInput>

export const listSchedulesInput = z.strictObject(pageInput).prefault({})
export type ListSchedulesInput = z.infer<typeof listSchedulesInput>

export const listRunsInput = z
  .strictObject({
    kind: z.enum(['daily', 'weekly']).optional(),
    status: z.enum(['queued', 'done', 'skipped', 'failed']).optional(),
    personId: z.guid().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListRunsInput = z.infer<typeof listRunsInput>

export const dueReportsInput = z.strictObject({
  /** Whose midnight is in this minute. */
  at: moment.refine(isInReach, outOfReach),
  ...pageInput,
})
export type DueReportsInput = z.infer<typeof dueReportsInput>
