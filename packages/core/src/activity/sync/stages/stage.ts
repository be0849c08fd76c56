import { type repositories, type SyncStage, syncEtags } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Deps } from '../../../kernel/index.ts'
import type { Told } from '../../facts/fact.ts'
import { type GithubClient, GithubTrouble } from '../github-client.ts'

/** Where a stage goes on. Beside what it keeps for itself: `next`, a page's address, and `etag`, what the list is called. */
export type Cursor = Record<string, string | number | null>

/** One repository whose history is fetched. */
export interface Place {
  deps: Deps
  client: GithubClient
  repository: typeof repositories.$inferSelect
  since: Date
  /** Whether lists that have not changed since the sync before are left unread. */
  skipsUnchanged: boolean
  /** How often this page was tried before. */
  attempts: number
}

/** What a page gave. */
export interface Step {
  told: Told
  /** Null when the stage is done. */
  cursor: Cursor | null
  /** How far back it is by now. */
  reached?: Date | null
  /** Why it stopped in the middle: what it has is kept, and the page is asked for again. */
  trouble?: GithubTrouble
  /** What the list is called, once all of it was read. */
  seen?: { list: string; etag: string }
  /** What GitHub does not let us read. */
  note?: string
}

export type Stage = (place: Place, cursor: Cursor) => Promise<Step>

export const stages = ['commits', 'pulls', 'reviews', 'comments', 'issues', 'releases'] as const satisfies SyncStage[]

/** How many requests of one page go at once. */
const together = 6
/** So many that fail in one page are no accident: the rest waits. */
const mostFailures = 3
/** What GitHub could not give so often it cannot give at all: it breaks off at very large changes. */
const mostAttempts = 3

export const addressOf = ({ repository }: Place): string => `/repos/${repository.fullName}`

async function knownEtag({ deps, repository, skipsUnchanged }: Place, list: string): Promise<string | null> {
  if (!skipsUnchanged) return null
  const isList = and(eq(syncEtags.repositoryId, repository.id), eq(syncEtags.list, list))
  const [row] = await deps.db.select({ etag: syncEtags.etag }).from(syncEtags).where(isList)
  return row?.etag ?? null
}

export interface ListPage<Item> {
  items: Item[]
  /** Goes on with the next page; null after the last. */
  cursor: Cursor | null
  seen?: { list: string; etag: string }
  note?: string
}

/** Not allowed to us, empty (409, of commits), or turned off in this repository. */
const withoutList = [403, 409, 410]

/**
 * A page of a list. While nothing in the list has changed since it was read to its end, it is as if it were empty; so it is
 * where the repository has no such list, or lets nobody read it.
 * @param query what the list is asked for, with what changes from sync to sync; `list` alone names it.
 * @throws GithubTrouble
 */
export async function readPage<Item>(
  place: Place,
  cursor: Cursor,
  list: string,
  query: Record<string, string>,
  shape: z.ZodType<Item[]>,
  size = 100,
): Promise<ListPage<Item>> {
  const { next, etag } = cursor
  const isFirst = typeof next !== 'string'
  const first = `${addressOf(place)}/${list}?${new URLSearchParams({ ...query, per_page: String(size) })}`
  const known = isFirst ? await knownEtag(place, list) : null
  const reply = await place.client.get(isFirst ? first : next, shape, known).catch((error: unknown) => {
    if (error instanceof GithubTrouble && error.kind === 'refused' && withoutList.includes(error.status)) return error
    throw error
  })
  if (reply instanceof GithubTrouble) {
    return { items: [], cursor: null, ...(reply.status === 403 && { note: `${list}: ${reply.message}` }) }
  }
  if (!reply) return { items: [], cursor: null }
  const name = isFirst ? reply.etag : (etag ?? null)
  return {
    items: reply.data,
    cursor: reply.next ? { ...cursor, next: reply.next, etag: name } : null,
    ...(typeof name === 'string' && { seen: { list, etag: name } }),
  }
}

/** The page as a step; one that is older than what was asked for ends the list. */
export function stepOf<Item>(page: ListPage<Item>, told: Told, since: Date, times: readonly Date[]): Step {
  const oldest = times.reduce<Date | null>((least, at) => (least && least < at ? least : at), null)
  const cursor = oldest && oldest < since ? null : page.cursor
  const { seen, note } = page
  return { told, cursor, reached: oldest, ...(!cursor && seen && { seen }), ...(note && { note }) }
}

export interface Fetched<Item, Result> {
  done: { item: Item; result: Result | null }[]
  /** What stopped it before all were done. */
  trouble: GithubTrouble | null
}

/**
 * Asks for something of each item, some at once. What GitHub refuses for one item is null for that one. A failure that may
 * pass is for the next try of the page, and a few of them or a limit stop the rest: what was fetched until then is kept.
 */
export async function fetchEach<Item, Result>(
  place: Place,
  items: readonly Item[],
  fetchOne: (item: Item) => Promise<Result>,
): Promise<Fetched<Item, Result>> {
  const waiting = [...items]
  const done: Fetched<Item, Result>['done'] = []
  const troubles: GithubTrouble[] = []
  const mayGoOn = () => troubles.length < mostFailures && troubles.every(({ kind }) => kind === 'passing')
  async function work(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined && mayGoOn(); item = waiting.shift()) {
      try {
        done.push({ item, result: await fetchOne(item) })
      } catch (error) {
        if (!(error instanceof GithubTrouble)) throw error
        if (isAboutOne(error, place.attempts)) done.push({ item, result: null })
        else troubles.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: together }, work))
  return { done, trouble: troubles.find(({ kind }) => kind !== 'passing') ?? troubles[0] ?? null }
}

/** Gone, or not to be read: the others may be. */
const isAboutOne = ({ kind, status }: GithubTrouble, attempts: number) =>
  kind === 'refused'
    ? [404, 410, 422, 451].includes(status)
    : kind === 'passing' && status >= 500 && attempts >= mostAttempts
