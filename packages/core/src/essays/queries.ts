import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type ById, containing, type Deps, notFound, type Page, type Scope } from '../kernel/index.ts'
import { chosen, draftBucket, itemsWithin } from './conditions.ts'
import { type EssayFilters, unknown } from './filters.ts'
import type { EssayFacetsInput, essaySorts, ListEssaysInput } from './inputs.ts'
import { type Order, placed, toItemPage } from './item-paging.ts'
import { type ItemRow, itemColumns, toItemDto } from './item-rows.ts'
import type { EssayFacetsDto, EssayItemDto, Facet } from './model.ts'
import { periodsOf } from './period.ts'

// Items without the value that is sorted by come last when it falls, first when it rises.
const none = sql.raw(`'-infinity'::numeric`)
const orders: Record<(typeof essaySorts)[number], Omit<Order, 'direction'>> = {
  submittedAt: { by: sql`i.submitted_at`, type: 'timestamptz' },
  revenue: { by: sql`i.revenue::numeric`, type: 'numeric' },
  rating: { by: sql`coalesce(i.rating, ${none})`, type: 'numeric' },
  wordCount: { by: sql`i.word_count::numeric`, type: 'numeric' },
  timeRemainingHours: { by: sql`coalesce(i.time_remaining_hours, ${none})`, type: 'numeric' },
  draft: { by: sql`i.draft::numeric`, type: 'numeric' },
}

const equal = (column: SQL, value: string | null | undefined): SQL =>
  value === undefined ? sql`true` : value === null ? sql`${column} is null` : sql`${column} = ${value}`

function searched(search: string | undefined): SQL {
  if (!search) return sql`true`
  const pattern = containing(search)
  const columns = ['item_id', 'student_id', 'channel', 'location'].map(name => sql`i.${sql.raw(name)} ilike ${pattern}`)
  return sql`(${sql.join(columns, sql` or `)})`
}

async function within(deps: Deps, scope: Scope, filters: EssayFilters): Promise<SQL> {
  const { current } = await periodsOf(deps, scope, filters)
  return sql`${itemsWithin(scope, current)} and ${chosen(filters)}`
}

/** Items that the filters of a dashboard mean, searched, sorted and cut into pages by the database. */
export async function listEssays(deps: Deps, scope: Scope, input: ListEssaysInput): Promise<Page<EssayItemDto>> {
  const { filters, search, studentId, location, satisfaction, late, sort, direction, cursor, limit } = input
  const { after, order, place } = placed({ ...orders[sort], direction }, cursor)
  const isLate =
    late === undefined ? sql`true` : late ? sql`i.time_remaining_hours < 0` : sql`i.time_remaining_hours > 0`
  const rows = await rowsOf<ItemRow & { place: string }>(
    deps.db,
    sql`select ${itemColumns}, ${place} from essay_items i
      where ${await within(deps, scope, filters)} and ${searched(search)} and ${isLate}
        and ${equal(sql`i.student_id`, studentId)} and ${equal(sql`i.satisfaction`, satisfaction)}
        and ${equal(sql`i.location`, location === unknown ? null : location)} and ${after}
      order by ${order} limit ${limit + 1}`,
  )
  return toItemPage(rows, limit)
}

/** @throws DomainError `not_found` */
export async function getEssay({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<EssayItemDto> {
  const [row] = await rowsOf<ItemRow>(
    db,
    sql`select ${itemColumns} from essay_items i where i.workspace_id = ${scope.workspaceId} and i.id = ${id}`,
  )
  if (!row) throw notFound('This essay item')
  return toItemDto(row)
}

/** Values at most of a facet. */
const mostValues = 200

/** Which values the items that the filters mean have, and how many have each; the most frequent first. */
export async function essayFacets(deps: Deps, scope: Scope, { filters }: EssayFacetsInput): Promise<EssayFacetsDto> {
  const or = (name: string) => sql`coalesce(i.${sql.raw(name)}, ${unknown}::text)`
  const kinds = {
    turnarounds: sql`i.turnaround`,
    statuses: sql`i.status`,
    channels: or('channel'),
    drafts: draftBucket,
    customerTypes: sql`case when i.is_multi_draft then 'multi' else 'single' end`,
    locations: or('location'),
  }
  const columns = Object.entries(kinds).map(([name, by]) => sql`${by} as ${sql.identifier(name)}`)
  const sets = Object.keys(kinds).map(name => sql`(${sql.identifier(name)})`)
  const rows = await rowsOf<Record<keyof typeof kinds, string | null> & { n: number }>(
    deps.db,
    sql`select *, count(*)::int as n from (
        select ${sql.join(columns, sql`, `)} from essay_items i where ${await within(deps, scope, filters)}
      ) marked group by grouping sets (${sql.join(sets, sql`, `)}) order by n desc`,
  )
  const facet = (kind: keyof typeof kinds): Facet[] =>
    rows
      .flatMap(({ [kind]: value, n }) => (value === null ? [] : [{ value, essays: n }]))
      .sort((a, b) => b.essays - a.essays || (a.value < b.value ? -1 : 1))
      .slice(0, mostValues)
  const statuses = facet('statuses')
  return {
    total: statuses.reduce((sum, { essays }) => sum + essays, 0),
    ...{ turnarounds: facet('turnarounds'), statuses, channels: facet('channels') },
    ...{ drafts: facet('drafts'), customerTypes: facet('customerTypes'), locations: facet('locations') },
  }
}
