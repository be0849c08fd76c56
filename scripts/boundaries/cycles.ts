/** Edges of a graph: from each name to the names it leads to. */
export type Graph = ReadonlyMap<string, readonly string[]>

/**
 * One shortest cycle for each knot (strongly connected component) of the graph, as the names on the way round;
 * a name that leads to itself is a cycle of one. Empty when there is none.
 */
export function findCycles(graph: Graph): string[][] {
  const cycles: string[][] = []
  const seen = new Set<string>()
  for (const start of graph.keys()) {
    if (seen.has(start)) continue
    const way = wayBack(graph, start)
    if (!way) continue
    for (const name of reachableBothWays(graph, start)) seen.add(name)
    cycles.push(way)
  }
  return cycles
}

/** Breadth first, so the first way back to `start` is a shortest one. */
function wayBack(graph: Graph, start: string): string[] | undefined {
  const from = new Map<string, string>()
  const queue = [start]
  for (const name of queue) {
    for (const next of graph.get(name) ?? []) {
      if (next === start) return trace(from, start, name)
      if (from.has(next)) continue
      from.set(next, name)
      queue.push(next)
    }
  }
  return undefined
}

function trace(from: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const way = [end]
  for (let name = end; name !== start; ) {
    const before = from.get(name)
    if (before === undefined) break
    way.unshift(before)
    name = before
  }
  return way
}

function reachableBothWays(graph: Graph, start: string): string[] {
  const there = reachable(graph, start)
  return [...there].filter(name => reachable(graph, name).has(start))
}

function reachable(graph: Graph, start: string): Set<string> {
  const found = new Set<string>()
  const queue = [start]
  for (const name of queue) {
    for (const next of graph.get(name) ?? []) {
      if (found.has(next)) continue
      found.add(next)
      queue.push(next)
    }
  }
  return found
}
