import { z } from 'zod'
import { readCall } from '../messages.ts'
import { type Tool, ToolRefused } from './tool.ts'

/** Points that a chart can show. */
const longest = 400

const args = z.strictObject({
  title: z.string().trim().min(1).max(120),
  kind: z.enum(['line', 'bar']),
  call: z.int().min(1).describe('The number of the call whose rows it shows: 2 for q2'),
  table: z.string().max(60).optional().describe('Which table of its result; the first when left out'),
  x: z.string().max(60).describe('The column along the axis'),
  y: z.array(z.string().max(60)).min(1).max(4).describe('Columns with numbers'),
})

/** Draws what an earlier call gave: the numbers are that call's, never the model's. */
export const chart: Tool<z.infer<typeof args>> = {
  name: 'chart',
  description: 'Shows columns of an earlier result as a chart.',
  args,
  run: async (deps, _scope, { title, kind, call: number, table: name, x, y }, threadId) => {
    const call = await readCall(deps.db, threadId, number)
    if (!call?.result) throw new ToolRefused(`There is no result q${number} in this thread`)
    const { tables } = call.result
    const table = name === undefined ? tables[0] : tables.find(each => each.name === name)
    if (!table)
      throw new ToolRefused(`q${number} has no table ${name ?? ''}, but ${tables.map(each => each.name).join(', ')}`)
    const missing = [x, ...y].filter(column => !table.columns.includes(column))
    if (missing.length > 0)
      throw new ToolRefused(`It has no column ${missing.join(', ')}, but ${table.columns.join(', ')}`)
    const rows = table.rows.slice(0, longest)
    const valuesOf = (column: string) => rows.map(row => row[table.columns.indexOf(column)] ?? null)
    const series = y.map(column => ({ name: column, values: valuesOf(column).map(toNumber) }))
    const empty = series.find(({ values }) => values.every(value => value === null))
    if (empty) throw new ToolRefused(`The column ${empty.name} holds no numbers`)
    return {
      about: `${rows.length < table.rows.length ? `The first ${longest} rows of ` : ''}${table.name} of q${number}`,
      tables: [],
      chart: { title, kind, x: valuesOf(x).map(value => String(value ?? '')), series },
    }
  },
}

function toNumber(value: string | number | boolean | null): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
