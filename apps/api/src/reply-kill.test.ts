import { type ModelServer, startModelServer, streaming } from '@quarterdeck/core/testing/outside'
import { testEngine } from '@quarterdeck/db/testing'
import { expect, test } from 'vitest'
import { makeDataPlace } from './testing/data-place.ts'
import { runFile } from './testing/process.ts'

const steps = ['guard', 'retrieve', 'decide', 'generate', 'check', 'generate-again', 'check-again', 'send']
// Before a step does anything; when it is done and not kept; when it is kept.
const everyPoint = steps.flatMap(step => ['begun', 'ran', 'kept'].map(phase => `${step}/${phase}`))
// An embedded database is started again after each kill, and that takes seconds: there, where most could go wrong.
const riskyPoints = ['guard/begun', 'generate/ran', 'generate/kept', 'send/begun', 'send/ran', 'send/kept']
const [points, which] =
  testEngine() === 'postgres' ? [everyPoint, 'any point'] : [riskyPoints, 'any of six points (on Postgres: of 24)']
const invented = `You can return them within 90 days [p1].
---
p1: "Shoes can be returned within 90 days of purchase"`
const answer = `You can return your shoes within 30 days of delivery [p1].
---
p1: "Shoes can be returned within 30 days of delivery"`
const minute = 60_000

/** Invents a source at first, and answers well when told so: every reply goes through all of the steps. */
async function startServer(): Promise<ModelServer> {
  const server = await startModelServer()
  server.replyWith((response, request) => {
    const isAgain = JSON.stringify(server.asked.at(-1)?.body.messages).includes('90 days')
    streaming(isAgain ? answer : invented)(response, request)
  })
  return server
}

/** Has a process die at each of the points, one after the other; what it leaves is the next one's. The last one lives. */
async function killAt(server: ModelServer, list: readonly string[]): Promise<void> {
  await using place = await makeDataPlace()
  const runOnce = (started: number, more: Record<string, string>) =>
    runFile('testing/reply-child.ts', [], {
      ...place.env,
      ...{ MODEL_URL: server.url, CLOCK_AHEAD: String(started * minute), ...more },
    }).ended
  for (const [index, point] of list.entries()) {
    const { signal, output } = await runOnce(index, { KILL_AT: point })
    expect(signal, `${point}: ${output}`).toBe('SIGKILL')
  }
  const last = await runOnce(list.length, {})
  expect(last, last.output).toMatchObject({ code: 0 })
  const replies = await place.look(database =>
    database.run<{ subject: string; contents: string[]; status: string }>(
      `select c.subject, c.status, array_agg(m.content order by m.seq) as contents
       from conversations c join messages m on m.conversation_id = c.id and m.role <> 'user' group by c.id`,
    ),
  )
  const contents = ['You can return your shoes within 30 days of delivery [1].']
  const bySubject = new Map(replies.map(({ subject, ...rest }) => [subject, rest]))
  for (const point of list) expect(bySubject.get(point), point).toEqual({ contents, status: 'active' })
}

test(`a process that is killed at ${which} of a reply leaves the customer with exactly one`, async () => {
  const server = await startServer()
  try {
    // Two at once, each with a database of its own: one starts while the other waits.
    const halves = [0, 1].map(half => points.filter((_, index) => index % 2 === half))
    const ends = await Promise.allSettled(halves.map(half => killAt(server, half)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  } finally {
    await server.close()
  }
}, 300_000)
