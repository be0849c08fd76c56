import { z } from 'zod'
import { checkSql } from '../sql/check.ts'
import { limits, readSql, SqlRefused } from '../sql/read.ts'
import { type Tool, ToolRefused } from './tool.ts'

const args = z.strictObject({ query: z.string().trim().min(1).max(5_000).describe('One SELECT of Postgres') })

/** Any question that one statement over the workspace's views can answer. */
export const sqlTool: Tool<z.infer<typeof args>> = {
  name: 'sql',
  description: `Runs one SELECT over the workspace's views: at most ${limits.milliseconds / 1_000} s, ${limits.rows} rows and 1 MB. Use it for what no dashboard gives.`,
  args,
  run: async (deps, scope, { query }) => {
    const statement = query.replace(/[;\s]+$/, '')
    const fault = await checkSql(statement)
    if (fault) throw new ToolRefused(`This was not run: ${fault}.`)
    try {
      const { columns, rows, cut } = await readSql(deps, scope, statement)
      const about = rows.length === 0 ? 'No rows' : `${cut ? 'The first ' : ''}${rows.length} rows`
      return { about, tables: [{ name: 'rows', columns, rows, cut }] }
    } catch (error) {
      if (error instanceof SqlRefused) throw new ToolRefused(`This was not run to its end: ${error.message}.`)
      throw error
    }
  },
}
