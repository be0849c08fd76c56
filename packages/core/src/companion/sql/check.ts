import { loadModule, parseSync, SqlError } from 'libpg-query'
import { z } from 'zod'
import { functions, nodes, operators, types } from './allowed.ts'
import { views } from './views.ts'

/** The longest statement, and how deep it may be nested. */
const [longest, deepest] = [5_000, 80]

const anything = z.record(z.string(), z.unknown())
const parsed = z.object({ stmts: z.array(z.object({ stmt: anything })).default([]) })
const text = z.object({ String: z.object({ sval: z.string() }) })
const names = z.array(z.unknown()).transform(list =>
  list.map(item => {
    const { data } = text.safeParse(item)
    return data?.String.sval ?? ''
  }),
)

/** Why a statement is not run; null when nothing speaks against it. */
type Fault = string | null

/** The last part of a name that is ours or Postgres's own; null for one of another schema. */
function plain(value: unknown): string | null {
  const { data = [] } = names.safeParse(value)
  const [first = '', second] = data
  if (second === undefined) return first
  return first === 'pg_catalog' && data.length === 2 ? second : null
}

function checkName(known: ReadonlySet<string>, what: string, value: unknown): Fault {
  const name = plain(value)
  if (name !== null && known.has(name)) return null
  const { data = [] } = names.safeParse(value)
  return `${what} ${data.join('.')} is not among those that may be used`
}

function checkTable(node: Record<string, unknown>, made: ReadonlySet<string>): Fault {
  const name = String(node.relname)
  if (node.schemaname === undefined && node.catalogname === undefined) {
    if (Object.hasOwn(views, name) || made.has(name)) return null
  }
  const full = [node.catalogname, node.schemaname, name].filter(part => part !== undefined).join('.')
  return `there is no ${full} to read: only ${Object.keys(views).join(', ')}, which hold this workspace's rows`
}

/** What is to be said of one node besides its kind. */
function checkNode(kind: string, node: Record<string, unknown>, made: ReadonlySet<string>): Fault {
  if (kind === 'RangeVar') return checkTable(node, made)
  if (kind === 'FuncCall') return checkName(functions, 'the function', node.funcname)
  if (
    kind === 'A_Expr' &&
    /^AEXPR_(OP|OP_ANY|OP_ALL|LIKE|ILIKE|IN|DISTINCT|NOT_DISTINCT|NULLIF)$/.test(String(node.kind))
  )
    return checkName(operators, 'the operator', node.name)
  if (kind === 'A_Expr' && !/^AEXPR_(NOT_)?BETWEEN/.test(String(node.kind))) return 'this operator may not be used'
  if (kind === 'SQLValueFunction' && !/^SVFOP_CURRENT_(DATE|TIMESTAMP)/.test(String(node.op)))
    return 'of such words only current_date and current_timestamp may be used'
  return null
}

const listed: Record<string, Fault> = {
  intoClause: 'it would make a table: only reading is possible',
  lockingClause: 'it would lock rows: only reading is possible',
}

/** Looks at a part of the tree and all below it. */
function walk(value: unknown, made: ReadonlySet<string>, depth: number): Fault {
  if (depth > deepest) return 'it is nested too deeply'
  if (Array.isArray(value)) return first(value, item => walk(item, made, depth + 1))
  const { data } = anything.safeParse(value)
  if (!data) return null
  return first(Object.entries(data), ([key, part]) => {
    if (listed[key]) return listed[key]
    if (key === 'typeName') return checkType(part)
    const { data: node = {} } = anything.safeParse(part)
    if (key === 'withClause' && node.recursive === true) return 'it is recursive'
    // Kinds of nodes are written with a capital letter, fields of them are not.
    if (/^[A-Z]/.test(key)) {
      if (!nodes.has(key)) return `${key} may not be used: write one SELECT`
      const fault = checkNode(key, node, made)
      if (fault) return fault
    }
    return walk(part, made, depth + 1)
  })
}

function checkType(value: unknown): Fault {
  const { data } = anything.safeParse(value)
  return checkName(types, 'the type', data?.names)
}

function first<Item>(items: readonly Item[], check: (item: Item) => Fault): Fault {
  for (const item of items) {
    const fault = check(item)
    if (fault) return fault
  }
  return null
}

/** The names that WITH gives anywhere. None is a catalogue's: outside of its scope it would be that. */
function madeNames(value: unknown, found: Set<string>): Fault {
  if (Array.isArray(value)) return first(value, item => madeNames(item, found))
  const { data } = anything.safeParse(value)
  if (!data) return null
  if (typeof data.ctename === 'string') {
    if (data.ctename.startsWith('pg_')) return 'names that begin with pg_ are taken'
    found.add(data.ctename)
  }
  return first(Object.values(data), part => madeNames(part, found))
}

/**
 * Whether a statement only reads what it may: decided on the tree of Postgres's own parser. This explains refusals and
 * narrows what reaches the database; that other workspaces' rows are out of reach does not rest on it (docs/adr/0015).
 * @returns why not, in words; null when it may run.
 */
export async function checkSql(query: string): Promise<Fault> {
  if (query.length > longest) return `it is longer than ${longest} characters`
  if (query.includes('\u0000')) return 'it holds a character that no text may hold'
  await loadModule()
  let tree: z.infer<typeof parsed>
  try {
    tree = parsed.parse(parseSync(query))
  } catch (error) {
    if (error instanceof SqlError || error instanceof Error) return `it is not SQL: ${error.message}`
    throw error
  }
  const [statement, ...more] = tree.stmts
  if (!statement) return 'it is empty'
  if (more.length > 0) return 'it holds more than one statement'
  if (!Object.hasOwn(statement.stmt, 'SelectStmt')) return 'it is no SELECT: only reading is possible'
  const made = new Set<string>()
  return madeNames(statement.stmt, made) ?? walk(statement.stmt, made, 0)
}
