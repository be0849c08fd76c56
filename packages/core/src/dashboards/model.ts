import type { EssayItemStatus, EssayTurnaround } from '@quarterdeck/db'
import type { DraftBucket, EssayItemDto } from '../essays/index.ts'

/** A number, and what it was divided from where it is a rate. With a denominator of 0 the value is 0. */
export interface Measure {
  value: number
  numerator?: number
  denominator?: number
}

/** A number with the same one for the period before. */
export interface Figure extends Measure {
  previous: Measure
}

/** Whole days of a time zone. */
export interface Period {
  /** The first day. */
  from: string
  /** The last day, which belongs to it. */
  to: string
  days: number
  /** When the first day begins. */
  start: string
  /** When the last day ends, half-open. */
  end: string
}

export interface DashboardHead {
  period: Period
  /** The same number of days directly before. */
  previousPeriod: Period
  timezone: string
  /** Of every amount, all in minor units. */
  currency: string
}

/** One day; days on which nothing happened are there, with zeros. */
export interface EssayDay {
  day: string
  essays: number
  /** Without cancelled items. */
  netRevenue: number
  /** With cancelled items. */
  totalRevenue: number
}

export interface EssaySeries {
  series: EssayDay[]
  /** Of the period before, as many days. */
  previousSeries: EssayDay[]
}

export interface EssayCounts {
  essays: number
  /** Without cancelled items. */
  netRevenue: number
  /** With cancelled items. */
  totalRevenue: number
}

/** The items that have a value in common. */
export interface EssayGroup<Key extends string = string> extends EssayCounts {
  key: Key
  previous: EssayCounts
}

export interface DraftRating {
  draft: DraftBucket
  rating: Figure
}

export interface OverviewDto extends DashboardHead, EssaySeries {
  kpis: {
    totalRevenue: Figure
    netRevenue: Figure
    essays: Figure
    activeCustomers: Figure
    multiDraftRate: Figure
    avgRating: Figure
    ePlusRate: Figure
    onTimeRate: Figure
    late: Figure
    unassigned: Figure
    lostRevenue: Figure
    qualityLift: Figure
  }
  /** The eight with the most revenue. */
  byChannel: EssayGroup[]
  byTurnaround: EssayGroup<EssayTurnaround>[]
  ratingsByDraft: DraftRating[]
  /** The three newest. */
  unassigned: EssayItemDto[]
  /** The three worst. */
  late: EssayItemDto[]
}

export interface RevenueDto extends DashboardHead, EssaySeries {
  kpis: {
    totalRevenue: Figure
    netRevenue: Figure
    cancelledRevenue: Figure
    lostRevenue: Figure
    essays: Figure
    /** Revenue without cancelled items, by item that is not cancelled. */
    avgRevenue: Figure
  }
  byChannel: EssayGroup[]
  byTurnaround: EssayGroup<EssayTurnaround>[]
  byStatus: EssayGroup<EssayItemStatus>[]
}

/** The students of a channel or location, each counted once, at the last one that they said in the period. */
export interface StudentGroup {
  key: string
  customers: Figure
  /** Of all their items, cancelled ones too. */
  totalRevenue: Figure
  netRevenue: Figure
  multiDraftRate: Figure
  /** Total revenue by customer. */
  avgLtv: Figure
}

export interface CustomersDto extends DashboardHead {
  kpis: {
    activeCustomers: Figure
    students: Figure
    multiDraftRate: Figure
    avgLtv: Figure
    essaysPerStudent: Figure
  }
  mix: { key: 'single' | 'multi'; customers: Figure; totalRevenue: Figure }[]
  channelPerformance: StudentGroup[]
  /** The ten with the most revenue. */
  byLocation: StudentGroup[]
}

export interface QualityDto extends DashboardHead {
  kpis: { avgRating: Figure; ePlusRate: Figure; rated: Figure; completed: Figure; qualityLift: Figure }
  ratingsByDraft: DraftRating[]
  satisfactionByDraft: { draft: DraftBucket; ePlus: Figure; e: Figure; eMinus: Figure }[]
}

export interface OperationsDto extends DashboardHead {
  kpis: {
    onTimeRate: Figure
    late: Figure
    unassigned: Figure
    lostRevenue: Figure
    completed: Figure
    completionRate: Figure
    cancellationRate: Figure
    /** Of the item that is the latest; 0 when none is late. */
    maxHoursLate: Figure
  }
  byStatus: EssayGroup<EssayItemStatus>[]
  /** More than 24 hours late: critical; more than 12: warning. */
  lateBySeverity: { key: LateSeverity; essays: Figure }[]
}

export type LateSeverity = 'critical' | 'warning' | 'minor'

export interface LateDeliveryDto extends EssayItemDto {
  hoursLate: number
  severity: LateSeverity
}

export interface FilterOptionsDto {
  turnarounds: EssayTurnaround[]
  statuses: EssayItemStatus[]
  /** With `Unknown` when an item has none. */
  channels: string[]
  drafts: DraftBucket[]
  customerTypes: ('single' | 'multi')[]
}

export interface SupportDay {
  day: string
  conversations: number
  resolved: number
  escalated: number
}

export interface SupportDto extends Omit<DashboardHead, 'currency'> {
  kpis: {
    conversations: Figure
    resolved: Figure
    /** Median, of those that were answered. */
    firstResponseSeconds: Figure
    /** Median, of those that were resolved. */
    resolutionSeconds: Figure
    /** Mean of 1 to 5. */
    csat: Figure
    escalationRate: Figure
    /** Of those that were answered: by the assistant alone. */
    assistantRate: Figure
  }
  series: SupportDay[]
  previousSeries: SupportDay[]
  byChannel: { key: string; conversations: Figure; escalationRate: Figure; csat: Figure }[]
}

export interface UsageDay {
  day: string
  events: number
  /** Visits with an event on that day. */
  visits: number
  people: number
  newPeople: number
}

/** People who came for the first time in a week, and how many of them came in each week after. */
export interface RetentionWeek {
  /** The Monday. */
  week: string
  people: number
  /** By week, the first one 0: within the period only. */
  returned: number[]
}

export interface UsageDto extends Omit<DashboardHead, 'currency'> {
  kpis: {
    events: Figure
    visits: Figure
    people: Figure
    newPeople: Figure
    eventsPerVisit: Figure
    errorRate: Figure
  }
  series: UsageDay[]
  previousSeries: UsageDay[]
  topEvents: { key: string; events: Figure }[]
  topPages: { key: string; views: Figure }[]
  retention: RetentionWeek[]
}
