import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface CranfieldDocument {
  id: number
  title: string
  text: string
}

export interface CranfieldQuery {
  text: string
  /** How relevant documents are, by id; the others are not. */
  relevance: Record<string, number>
}

export interface Cranfield {
  documents: CranfieldDocument[]
  queries: CranfieldQuery[]
}

const folder = process.env.CRANFIELD ?? fileURLToPath(new URL('../../../shared/data/cranfield', import.meta.url))

async function readLines<Line>(name: string): Promise<Line[]> {
  const text = await readFile(join(folder, name), 'utf8')
  // The collection's own form, which its folder documents.
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
}

/** The collection; null where it is not on this machine. */
export async function readCranfield(): Promise<Cranfield | null> {
  try {
    return {
      documents: await readLines<CranfieldDocument>('docs.jsonl'),
      queries: await readLines<CranfieldQuery>('queries.jsonl'),
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Where it was looked for. */
export const cranfieldFolder = folder

const gain = (grades: readonly number[]) =>
  grades.slice(0, 10).reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0)

/** How good one answer is: documents in the order they were found. */
export function judge(found: readonly string[], { relevance }: CranfieldQuery) {
  const gradeOf = (id: string) => (Object.hasOwn(relevance, id) ? (relevance[id] ?? 0) : 0)
  const best = Object.values(relevance).sort((a, b) => b - a)
  const hits = found.slice(0, 5).filter(id => gradeOf(id) > 0).length
  return {
    ndcg10: gain(found.map(gradeOf)) / gain(best),
    /** Of the relevant documents that five places can hold, the share that is in them. */
    recall5: hits / Math.min(5, best.length),
    /** Of all relevant documents, of which there are more than five for half of the queries. */
    recall5OfAll: hits / best.length,
  }
}
