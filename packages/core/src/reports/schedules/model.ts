import type { ReportStatus } from '@quarterdeck/db'
import type { WeekStart } from '../span.ts'
import type { ScheduledKind } from './calendar.ts'

/** How many reports somebody has had this month, and whether there is an end to them. */
export interface ReportAllowance {
  free: number
  used: number
  /** Whether a plan is needed beyond the free ones: not where their plan has reports, nor where this server sells none. */
  isLimited: boolean
}

/** When somebody wants reports of their own work. */
export interface ReportScheduleDto extends ListedScheduleDto {
  allowance: ReportAllowance
}

export interface ListedScheduleDto {
  person: { id: string; name: string | null }
  /** Whether they ever said so: until then nothing is due, and the rest is what is proposed. */
  isSet: boolean
  /** IANA. */
  timeZone: string
  daily: boolean
  weekly: boolean
  weekStart: WeekStart
  byEmail: boolean
  /** The local midnights that are next; null where a kind is off. */
  nextDailyAt: string | null
  nextWeeklyAt: string | null
  /** The first day of the next weekly report where it has six or eight days: weeks begin on another day from then on. */
  weeklyFrom: string | null
}

/** The report that somebody was due last. */
export type LastReportRun = Pick<
  ReportRunDto,
  'id' | 'kind' | 'localDate' | 'dueAt' | 'timeZone' | 'status' | 'reason'
> & { reportId: string | null }

/** One of everybody's schedules, with what became of the last report of it. */
export interface StaffScheduleDto extends ListedScheduleDto {
  /** The person's: each has one. */
  id: string
  /** Null before anything was due. */
  lastRun: LastReportRun | null
}

export type ReportRunStatus = 'queued' | 'done' | 'skipped' | 'failed'

/** A report that was due, and what was made of it. */
export interface ReportRunDto {
  id: string
  person: { id: string; name: string | null }
  kind: ScheduledKind
  /** The day, or the week's first day. */
  localDate: string
  timeZone: string
  dueAt: string
  status: ReportRunStatus
  /** Why it was skipped or failed. */
  reason: string | null
  /** Null before it was asked for, and when it was removed. */
  report: { id: string; title: string; status: ReportStatus; progress: number } | null
  createdAt: string
  finishedAt: string | null
}

/** Who has a report due in a minute, and of what. */
export interface ReportDueDto {
  person: { id: string; name: string | null }
  kind: ScheduledKind
  timeZone: string
  /** The day, or the week's first day, that it tells of. */
  localDate: string
  /** Half-open. */
  from: string
  to: string
  /** What was made of it; null before its time. */
  run: { id: string; status: ReportRunStatus } | null
}
