import { z } from 'zod'
import { byId, pageInput, timeZoneInput } from '../kernel/index.ts'

export const reportKinds = ['daily', 'weekly', 'manual'] as const

/** Calendars are asked about the days around it too: far from the ends of what dates can say. */
export const isInReach = (at: string | Date): boolean => {
  const year = new Date(at).getUTCFullYear()
  return year >= 1970 && year < 3000
}
export const outOfReach = { error: 'must be between the years 1970 and 2999' }

/** A day of a calendar, or a moment. */
const dayOrMoment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day such as 2026-01-31, or an ISO 8601 time',
  })
  .refine(isInReach, outOfReach)

export const generateReportInput = z
  .strictObject({
    kind: z.enum(reportKinds),
    /** Whose work; everybody's when both are left out. */
    personId: z.guid().optional(),
    teamId: z.guid().optional(),
    /** A day of it: of a daily report the day, of a weekly one any day of the week. Left out: yesterday, or last week. */
    from: dayOrMoment.optional(),
    /** Of a manual report: its last day, or the moment before which it ends. */
    to: dayOrMoment.optional(),
    /** Whose calendar: else the person's own schedule says it, else the workspace. */
    timeZone: timeZoneInput.optional(),
  })
  .refine(({ personId, teamId }) => !(personId && teamId), {
    error: 'name a person or a team, not both',
    path: ['teamId'],
  })
  .refine(({ kind, from, to }) => kind !== 'manual' || (from && to), {
    error: 'a manual report needs `from` and `to`',
    path: ['from'],
  })
export type GenerateReportInput = z.infer<typeof generateReportInput>

export const listReportsInput = z
  .strictObject({
    kind: z.enum(reportKinds).optional(),
    /** Null: those about everybody. */
    personId: z.guid().nullable().optional(),
    teamId: z.guid().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListReportsInput = z.infer<typeof listReportsInput>

const teamName = z.string().trim().min(1).max(100)

export const createTeamInput = z.strictObject({ name: teamName, actorIds: z.array(z.guid()).max(500).default([]) })
export type CreateTeamInput = z.infer<typeof createTeamInput>

export const updateTeamInput = byId.extend({
  name: teamName.optional(),
  /** All of its members from now on. */
  actorIds: z.array(z.guid()).max(500).optional(),
})
export type UpdateTeamInput = z.infer<typeof updateTeamInput>
