import { z } from 'zod'
import { filtersInput } from '../../essays/index.ts'
import { invalid } from '../../kernel/index.ts'
import { amountsOf, type PageName, pageNames, readPage } from './dashboard.ts'
import { toTable } from './tables.ts'
import { type Tool, ToolRefused } from './tool.ts'

const day = z.iso.date()
const span = z.strictObject({ from: day.describe('The first day'), to: day.describe('The last day, included') })
const args = z.strictObject({
  page: z.enum(pageNames),
  current: span,
  baseline: span,
  figures: z.array(z.string().max(60)).max(20).optional().describe('Names of figures; all of the page when left out'),
  turnaround: z.enum(['standard', 'express', 'urgent']).optional(),
  status: z.enum(['unassigned', 'assigned', 'completed', 'cancelled']).optional(),
  channel: z.string().trim().min(1).max(200).optional(),
  customerType: z.enum(['single', 'multi']).optional(),
})

const rounded = (value: number) => Math.round(value * 100) / 100

/** A page's figures in two spans of days of any length, with what changed. */
export const comparePeriods: Tool<z.infer<typeof args>> = {
  name: 'compare_periods',
  description:
    'Compares the figures of a dashboard in two spans of days that you choose: both values, the difference, and the change in percent.',
  args,
  run: async (deps, scope, { page, current, baseline, figures, ...chosen }) => {
    const read = async ({ from, to }: { from: string; to: string }) => {
      const filters = filtersInput.safeParse({ ...chosen, from, to })
      if (!filters.success) throw invalid(filters.error.issues[0]?.message ?? 'These days cannot be asked for')
      return readPage(deps, scope, page satisfies PageName, filters.data)
    }
    const found = await read(current)
    const [now, before] = [figuresOf(found), figuresOf(await read(baseline))]
    const unknown = figures?.filter(name => !now.has(name)) ?? []
    if (unknown.length > 0)
      throw new ToolRefused(`${page} has no ${unknown.join(', ')}, but ${[...now.keys()].join(', ')}`)
    const rows = [...now].flatMap(([figure, value]) => {
      if (figures && !figures.includes(figure)) return []
      const base = before.get(figure) ?? 0
      const change = base === 0 ? null : rounded(((value - base) / Math.abs(base)) * 100)
      return [{ figure, current: value, baseline: base, difference: rounded(value - base), changePercent: change }]
    })
    return {
      about: `${page}, ${current.from} to ${current.to} against ${baseline.from} to ${baseline.to}${amountsOf(found)}`,
      tables: [toTable('comparison', rows)],
    }
  },
}

function figuresOf({ kpis }: { kpis: object }): Map<string, number> {
  const entries: [string, { value: number }][] = Object.entries(kpis)
  return new Map(entries.map(([name, { value }]) => [name, value]))
}
