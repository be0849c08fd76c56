import { openDatabase } from '@quarterdeck/db'
import { commitSubjects, fillFacts, numbers, shaOf } from './activity-data.ts'
import { type Client, openClient } from './client.ts'
import { makeWriter, randomFrom } from './made-up-text.ts'
import { type Metric, progress, timings } from './report.ts'
import { owner, withServer } from './server.ts'

/** As many facts as are asked for; less for a quick look. */
const count = Number(process.env.ACTIVITY_FACTS ?? 200_000)
const [searchBar, queryCount, warmUps, kpiRuns] = [100, 300, 20, 20]

interface Found {
  mode: string
  items: { id: string; text: string; repository: { id: string }; actor: { id: string } | null }[]
}

/** What people type: words, a whole first line, one common word, an identifier, a number, the beginning of a sha. */
export function makeQueries(): (n: number) => string {
  const subjects = commitSubjects()
  const random = randomFrom(5)
  const below = (limit: number) => Math.floor(random() * limit)
  const words = subjects.flatMap(subject => subject.split(/\s+/))
  const write = makeWriter(11, words)
  const subject = () => subjects[below(subjects.length)] ?? write(5)
  const forms = [
    () => write(2 + below(6)),
    subject,
    () =>
      subject()
        .split(' ')
        .slice(0, 1 + below(3))
        .join(' '),
    () => words.filter(word => /[a-z][A-Z]|[-/.]/.test(word))[below(500)] ?? write(1),
    () => `#${1 + below(numbers)}`,
    () => shaOf(below(count)).slice(0, 7 + below(10)),
    () => `dev-${below(60)} ${write(2)}`,
  ]
  return n => forms[n % forms.length]?.() ?? ''
}

/** Filters that stand beside a third of the queries: a repository and an actor that an earlier answer named, a kind, a month. */
function filterOf(n: number, { items: [known] }: Found): object {
  if (n % 3 !== 0 || !known) return {}
  const month = { from: new Date(Date.now() - 30 * 86_400_000).toISOString(), to: new Date().toISOString() }
  const actor = known.actor?.id
  return (
    [{ repositoryId: known.repository.id }, { ...(actor && { actor }) }, { type: 'pr_merged' }, month][(n / 3) % 4] ??
    {}
  )
}

async function askAll(client: Client): Promise<number[]> {
  const queryOf = makeQueries()
  const times: number[] = []
  let found: Found = { mode: 'lexical', items: [] }
  let something = 0
  for (let n = -warmUps; n < queryCount; n++) {
    const input = { query: queryOf(n + warmUps), limit: 50, ...filterOf(Math.max(n, 0), found) }
    const started = performance.now()
    const answer = await client.query<Found>('activity.search', input)
    if (n >= 0) times.push(performance.now() - started)
    if (answer.items.length > 0) [found, something] = [answer, something + 1]
  }
  if (something < queryCount / 2) throw new Error(`Only ${something} of ${queryCount} searches found anything`)
  return times
}

async function askFigures(client: Client): Promise<number[]> {
  const times: number[] = []
  for (let run = -1; run < kpiRuns; run++) {
    const started = performance.now()
    await client.query('repositories.kpis', { id: 'all', preset: '90d' })
    if (run >= 0) times.push(performance.now() - started)
  }
  return times
}

/** Searches over a year of facts, and the figures of their last quarter, asked of the real server one after the other. */
export async function measureSearch(): Promise<Metric[]> {
  const metrics: Metric[] = []
  await withServer('postgres', 'http', async ({ address, databaseUrl }) => {
    if (!databaseUrl) throw new Error('This bench fills a Postgres server')
    const database = await openDatabase({ url: databaseUrl, dataDir: '', connections: 1 })
    try {
      await fillFacts(database, count)
    } finally {
      await database.close()
    }
    progress('The facts are there')
    const client = await openClient(address, owner)
    const label = `activity.search in ${count.toLocaleString('en')} facts`
    metrics.push(...timings('search', label, await askAll(client), searchBar))
    metrics.push(...timings('kpis', 'repositories.kpis, all over 90 days', await askFigures(client)))
  })
  return metrics
}

export const searchNote = `Search: a year of facts in 20 repositories by 60 people, worded after real commits where they are to be had; ${queryCount} queries over HTTP one after the other: words, first lines, single common words, identifiers, numbers, shas, a third of them filtered.`
