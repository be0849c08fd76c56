import { workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import {
  addDays,
  type Deps,
  daysBetween,
  localDay,
  notFound,
  type Scope,
  startOfDay,
  type Window,
} from '../../kernel/index.ts'
import type { kpiPresets } from '../inputs.ts'

/** A span, the one that it is compared with, and by whose calendar it is told in days. */
export interface Spans {
  current: Window
  /** It ends where the other begins. */
  previous: Window
  timeZone: string
}

export interface AskedSpan {
  preset?: (typeof kpiPresets)[number] | undefined
  from?: Date | undefined
  to?: Date | undefined
}

const isMidnight = (at: Date, timeZone: string) =>
  startOfDay(localDay(at, timeZone), timeZone).getTime() === at.getTime()

/** As long before: as many days where it is whole days, however long these are; else as many milliseconds. */
function before({ from, to }: Window, timeZone: string): Window {
  if (!isMidnight(from, timeZone) || !isMidnight(to, timeZone)) {
    return { from: new Date(2 * from.getTime() - to.getTime()), to: from }
  }
  const day = localDay(from, timeZone)
  const count = daysBetween(day, localDay(to, timeZone)).length - 1
  return { from: startOfDay(addDays(day, -count), timeZone), to: from }
}

/** What a preset or two moments mean by a clock: a preset is so many days of the zone, of which today is the last. */
export function spansIn({ preset = '30d', from, to }: AskedSpan, timeZone: string, now: Date): Spans {
  const today = localDay(now, timeZone)
  const current = {
    from: from ?? startOfDay(addDays(today, 1 - Number.parseInt(preset, 10)), timeZone),
    to: to ?? startOfDay(addDays(today, 1), timeZone),
  }
  return { current, previous: before(current, timeZone), timeZone }
}

/** The same by the workspace's zone, now. */
export async function spansOf(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { workspaceId }: Scope,
  asked: AskedSpan,
): Promise<Spans> {
  const [row] = await db.select({ zone: workspaces.timeZone }).from(workspaces).where(eq(workspaces.id, workspaceId))
  if (!row) throw notFound('This workspace')
  return spansIn(asked, row.zone, clock.now())
}

const iso = ({ from, to }: Window) => ({ from: from.toISOString(), to: to.toISOString() })

/** What answers say of their spans. */
export const toldSpans = ({ current, previous, timeZone }: Spans) => ({
  ...iso(current),
  previous: iso(previous),
  timeZone,
})

/** Every day that a span touches. */
export const daysOf = ({ current: { from, to }, timeZone }: Spans): string[] =>
  daysBetween(localDay(from, timeZone), localDay(new Date(to.getTime() - 1), timeZone))
