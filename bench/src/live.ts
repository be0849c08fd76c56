import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '@quarterdeck/db'
import { type Client, openClient } from './client.ts'
import { makeBodies } from './events.ts'
import { progress, type Result, timings } from './report.ts'
import { owner, type Server, withServer, writeKey } from './server.ts'

const streams = 100
/** Fewer than the server lets one person hold. */
const streamsOfOne = 5
const samples = 60
/** The first writes after a start, whose code and connections are cold: shown, but not in the other figures. */
const coldSamples = 30
/** The console refetches one query at most every 250 ms: slower than that, no write waits for the one before. */
const pace = 300
const barMs = 50

interface Page<Item> {
  items: Item[]
}

/** Fifty open issues: a page of the console's list. */
async function makeIssues(client: Client): Promise<string[]> {
  const ids: string[] = []
  for (let number = 1; number <= 10; number++) {
    const steps = Array.from({ length: 6 }, (_, index) => `Step ${index + 1}`)
    const funnel = await client.mutate<{ id: string }>('funnels.create', {
      name: `Funnel ${number}`,
      steps: steps.map(name => ({ name, match: { event: name } })),
    })
    for (const step of steps.slice(0, 5)) {
      const issue = { title: `Fewer visits reach the end from ${step}`, funnelId: funnel.id, step }
      ids.push((await client.mutate<{ id: string }>('issues.create', issue)).id)
    }
  }
  return ids
}

/** One screen of the other browser: a query, and the table whose topics make it refetch. */
interface Screen {
  table: string
  query: string
  /** Starts a write; gives how the screen's data looks when it is there. */
  write: (sample: number) => { done: Promise<unknown>; isThere: (items: unknown[]) => boolean }
}

/** Milliseconds from before a write is sent until the refetched answer with it is read at the other client. */
async function measureScreen(watcher: Watcher, { table, query, write }: Screen) {
  const times: number[] = []
  for (let sample = 0; sample < coldSamples + samples; sample++) {
    const shown = Promise.withResolvers<number>()
    const started = performance.now()
    const { done, isThere } = write(sample)
    watcher.onTables = async tables => {
      if (!tables.includes(table)) return
      const { items } = await watcher.client.query<Page<unknown>>(query)
      if (isThere(items)) shown.resolve(performance.now() - started)
    }
    const late = sleep(5_000).then(() => Promise.reject(new Error(`${query} did not show a write within 5 s`)))
    const [time] = await Promise.all([Promise.race([shown.promise, late]), done])
    times.push(time)
    await sleep(pace)
  }
  return { cold: times.slice(0, coldSamples), warm: times.slice(coldSamples) }
}

interface Watcher {
  client: Client
  onTables: (tables: string[]) => Promise<void>
}

/** The streams of the others first, then the one that is measured: the last to be told. */
async function openStreams(server: Server, signal: AbortSignal): Promise<Watcher & { received: () => number }> {
  const client = await openClient(server.address, owner)
  let received = 0
  let other = client
  for (let index = 0; index < streams - 1; index++) {
    const email = `customer-${index}@example.com`
    if (index % streamsOfOne === 0) other = await openClient(server.address, { ...owner, email }, 'signUp')
    await other.follow(() => {
      received++
    }, signal)
  }
  const watcher = { client, onTables: async (_: string[]) => {}, received: () => received }
  await client.follow(({ topics = [] }) => {
    watcher.onTables(topics.flatMap(topic => topic.split(':')[1] ?? [])).catch(error => {
      progress(`A refetch failed: ${error}`)
    })
  }, signal)
  return watcher
}

function issuesScreen(writer: Client, ids: string[], ownerId: string): Screen {
  return {
    table: 'issues',
    query: 'issues.list',
    write: sample => {
      const id = ids[sample % ids.length]
      const assigneeId = Math.floor(sample / ids.length) % 2 === 0 ? ownerId : null
      return {
        done: writer.mutate('issues.assign', { id, assigneeId }),
        // `issues.list` gives rows with an id and an assignee.
        isThere: items =>
          (items as { id: string; assignee: { id: string } | null }[]).some(
            issue => issue.id === id && (issue.assignee?.id ?? null) === assigneeId,
          ),
      }
    },
  }
}

function eventsScreen({ address }: Server): Screen {
  return {
    table: 'events',
    query: 'events.list',
    write: () => {
      const [body] = makeBodies(1, 1)
      // Made by `makeBodies` just now.
      const id = (JSON.parse(String(body)) as { events: { id: string }[] }).events[0]?.id
      const headers = { 'x-write-key': writeKey }
      return {
        done: fetch(`${address}/v1/batch`, { method: 'POST', headers, body: String(body) }).then(answer =>
          answer.json(),
        ),
        isThere: items => (items as { id: string }[]).some(event => event.id === id),
      }
    },
  }
}

/** From a write to the data on another browser's screen, while a hundred live streams are open. */
export async function benchLive(engine: Engine): Promise<Result> {
  const metrics: Result['metrics'] = []
  await withServer(engine, 'all', async server => {
    const writer = await openClient(server.address, owner)
    const ids = await makeIssues(writer)
    const session = await writer.query<{ person: { id: string } }>('auth.session')
    const end = new AbortController()
    try {
      const watcher = await openStreams(server, end.signal)
      progress(`${streams} streams are open`)
      const before = watcher.received()
      const assigned = await measureScreen(watcher, issuesScreen(writer, ids, session.person.id))
      const tracked = await measureScreen(watcher, eventsScreen(server))
      const messages = watcher.received() - before
      const writes = (coldSamples + samples) * 2
      if (messages < writes * (streams - 1)) throw new Error(`${messages} messages for ${writes} writes`)
      metrics.push(
        ...timings('issue', 'issues.assign → issues.list (50 rows)', assigned.warm, barMs),
        ...timings('event', 'POST /v1/batch → events.list (50 rows)', tracked.warm, barMs),
        ...timings('issue_cold', `issues.assign → issues.list, the first ${coldSamples} writes`, assigned.cold),
        {
          name: 'messages_per_write',
          label: 'Messages a stream and write',
          value: messages / writes / (streams - 1),
          unit: '',
        },
      )
    } finally {
      end.abort()
    }
  })
  const notes = [
    `From just before one client sends a write until another has read the refetched answer with it; ${samples} writes a screen, ${pace} ms apart, after ${coldSamples} that warm the server up.`,
    `${streams} \`live.changes\` streams are open; the one measured was opened last, the others only receive. Clients share a process beside the server's.`,
  ]
  return { bench: 'live', engine, notes, metrics }
}
