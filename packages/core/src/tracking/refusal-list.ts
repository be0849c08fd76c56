import { apiKeys, type RefusalCode, refusedEvents } from '@quarterdeck/db'
import { and, desc, eq, gt, max, sql } from 'drizzle-orm'
import { type Deps, days, earlier, type Scope } from '../kernel/index.ts'
import type { RefusedInput } from './inputs.ts'
import type { RefusedDto } from './model.ts'

/** What senders are to do about it, as a sentence. */
const advice: Record<RefusalCode, string> = {
  invalid:
    'A field is missing or of the wrong kind: the samples say which. Mend it where the event is made; our trackers make none of these.',
  too_old:
    'Events are taken for thirty days after they happened. Bring older ones in with `quarterdeck import-events`, which takes any age.',
  too_new:
    'The sender’s clock is more than a day ahead. Set it, or send `sentAt` with each batch, by which wrong clocks are corrected.',
  too_large:
    'An event is a fact, not a document: its properties may have 32,000 characters of JSON and 20 levels. Send an id or an address in place of the content.',
  unreadable:
    'The whole request was refused, with every event in it: it was no JSON, had no list of events, or was larger than 1 MB or 1,000 events. Send smaller batches, as `events` or `batch`.',
}

/** Rows of samples that are read, and samples that are shown. */
const maxSampled = 60

/** What was refused in so many days, by key and code, most first, with the latest samples of it. */
export async function listRefused({ db, clock }: Deps, scope: Scope, input: RefusedInput): Promise<RefusedDto> {
  const recent = and(
    eq(refusedEvents.workspaceId, scope.workspaceId),
    gt(refusedEvents.hour, earlier(clock.now(), days(input.days))),
  )
  const named = and(eq(apiKeys.workspaceId, scope.workspaceId), eq(apiKeys.id, refusedEvents.keyId))
  const { keyId, code } = refusedEvents
  const total = sql<string>`sum(${refusedEvents.count})`
  const groups = await db
    .select({ keyId, code, keyName: apiKeys.name, total, lastAt: max(refusedEvents.lastAt) })
    .from(refusedEvents)
    .leftJoin(apiKeys, named)
    .where(recent)
    .groupBy(keyId, apiKeys.name, code)
    .orderBy(desc(total), code, keyId)
  const rows = await db
    .select({ keyId, code, keyName: apiKeys.name, hour: refusedEvents.hour, samples: refusedEvents.samples })
    .from(refusedEvents)
    .leftJoin(apiKeys, named)
    .where(recent)
    .orderBy(desc(refusedEvents.lastAt), code, keyId)
    .limit(maxSampled)
  return {
    groups: groups.map(({ total, lastAt, ...group }) => ({
      ...group,
      advice: advice[group.code],
      count: Number(total),
      lastAt: lastAt?.toISOString() ?? null,
    })),
    samples: rows
      .flatMap(({ samples, hour, ...group }) => {
        const of = [hour.toISOString(), group.keyId, group.code].join(' ')
        return samples.map((sample, place) => ({ id: `${of} ${place}`, ...group, ...sample }))
      })
      .sort((a, b) => b.at.localeCompare(a.at))
      .slice(0, maxSampled),
  }
}
