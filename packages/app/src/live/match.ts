/** Which tables each query procedure reads, by its dotted name; the server says so in `ready`. */
export type Reads = Readonly<Record<string, readonly string[]>>

/** The table of a topic `workspace:table[:scope]`, when it is about this workspace; else null. */
export function tableOf(topic: string, workspaceId: string | null): string | null {
  const [workspace, table] = topic.split(':')
  if (!table) return null
  return workspaceId === null || workspace === workspaceId ? table : null
}

/** The tables touched by these topics in this workspace. */
export function touchedTables(topics: readonly string[], workspaceId: string | null): ReadonlySet<string> {
  const tables = new Set<string>()
  for (const topic of topics) {
    const table = tableOf(topic, workspaceId)
    if (table) tables.add(table)
  }
  return tables
}

/** The dotted procedure of a tRPC query key (`[['issues','list'], …]`), or null for another query's key. */
export function procedureOf(queryKey: readonly unknown[]): string | null {
  const path = queryKey[0]
  return Array.isArray(path) && path.every(part => typeof part === 'string') ? path.join('.') : null
}

/** Whether a change to these tables may change what this query shows. */
export function isTouched(queryKey: readonly unknown[], tables: ReadonlySet<string>, reads: Reads): boolean {
  const procedure = procedureOf(queryKey)
  if (!procedure) return false
  return (reads[procedure] ?? []).some(table => tables.has(table))
}
