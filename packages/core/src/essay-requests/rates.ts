import { type Db, type Turnaround, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, hours, later, notFound, type Scope } from '../kernel/index.ts'
import { textOf } from './document.ts'
import { type QuoteInput, type RatesInput, ratesInput } from './inputs.ts'
import type { EssayRatesDto, QuoteDto } from './model.ts'
import { countWords } from './words.ts'

/** What is asked for until a workspace says otherwise: the system that this follows left it to its callers. */
const usual: EssayRatesDto = {
  currency: 'USD',
  minimumPrice: 1_500,
  rates: {
    standard: { pricePerWord: 8, hours: 72 },
    express: { pricePerWord: 12, hours: 36 },
    urgent: { pricePerWord: 20, hours: 12 },
  },
}
const stored = z.object({ essays: ratesInput.catch(usual) })

/** What editing costs in this workspace, and how long it takes. */
export async function essayRates(db: Db, { workspaceId }: Pick<Scope, 'workspaceId'>): Promise<EssayRatesDto> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  if (!workspace) throw notFound('This workspace')
  return stored.parse(workspace.settings).essays
}

export const getRates = ({ db }: Deps, scope: Scope): Promise<EssayRatesDto> => essayRates(db, scope)

/** Sets them for what is ordered from now on; what other domains keep beside them stays. */
export async function setRates(deps: Deps, scope: Scope, after: RatesInput): Promise<EssayRatesDto> {
  return deps.db.transaction(async tx => {
    const here = eq(workspaces.id, scope.workspaceId)
    const [workspace] = await tx.select().from(workspaces).where(here).for('update')
    if (!workspace) throw notFound('This workspace')
    const before = stored.parse(workspace.settings).essays
    const settings = { ...workspace.settings, essays: after }
    await tx.update(workspaces).set({ settings, updatedAt: deps.clock.now() }).where(here)
    await audit(tx, scope, {
      ...{ action: 'essayRequests.setRates', entity: 'workspace', entityId: scope.workspaceId, before, after },
    })
    return after
  })
}

/**
 * Price in minor units, rounded half up, at least the minimum; and the due time, counted from `now`. In whole
 * ten-thousandths, so that no fraction of a binary number tips the rounding.
 */
export function quoteOf(
  { currency, minimumPrice, rates }: EssayRatesDto,
  { wordCount, turnaround, now }: { wordCount: number; turnaround: Turnaround; now: Date },
): Omit<QuoteDto, 'dueAt'> & { dueAt: Date } {
  const rate = rates[turnaround]
  const exact = Math.round(rate.pricePerWord * 10_000) * wordCount
  const counted = Math.floor((exact + 5_000) / 10_000)
  const [price, isMinimum] = [Math.max(minimumPrice, counted), counted < minimumPrice]
  return { wordCount, turnaround, price, isMinimum, currency, dueAt: later(now, hours(rate.hours)) }
}

/** What a text would cost if it were ordered now, by the workspace's rates or by those that are given. */
export async function quote({ db, clock }: Deps, scope: Scope, input: QuoteInput): Promise<QuoteDto> {
  const wordCount = input.content ? countWords(textOf(input.content)) : (input.wordCount ?? 0)
  const rates = input.rates ?? (await essayRates(db, scope))
  const { dueAt, ...offer } = quoteOf(rates, { wordCount, turnaround: input.turnaround, now: clock.now() })
  return { ...offer, dueAt: dueAt.toISOString() }
}
