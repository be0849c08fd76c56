import { startModelServer, streaming } from '@quarterdeck/core/testing/outside'
import { expect, test } from 'vitest'
import { makeDataPlace } from './testing/data-place.ts'
import { runFile } from './testing/process.ts'

const steps = ['guard', 'retrieve', 'decide', 'generate', 'check', 'send']
// Before a step does anything; when it is done and not kept; when it is kept.
const points = steps.flatMap(step => ['begun', 'ran', 'kept'].map(phase => `${step}/${phase}`))
const answer = `You can return your shoes within 30 days of delivery [p1].
---
p1: "Shoes can be returned within 30 days of delivery"`
const minute = 60_000

test('a process that is killed at any point of a reply leaves the customer with exactly one', async () => {
  await using place = await makeDataPlace()
  const server = await startModelServer()
  server.replyWith(streaming(answer))
  const runOnce = (started: number, more: Record<string, string>) =>
    runFile('testing/reply-child.ts', [], {
      ...place.env,
      ...{ MODEL_URL: server.url, CLOCK_AHEAD: String(started * minute), ...more },
    }).ended
  try {
    for (const [index, point] of points.entries()) {
      const { signal, output } = await runOnce(index, { KILL_AT: point })
      expect(signal, `${point}: ${output}`).toBe('SIGKILL')
    }
    const last = await runOnce(points.length, {})
    expect(last, last.output).toMatchObject({ code: 0 })
    const replies = await place.look(database =>
      database.run<{ subject: string; contents: string[]; status: string }>(
        `select c.subject, c.status, array_agg(m.content order by m.seq) as contents
         from conversations c join messages m on m.conversation_id = c.id and m.role <> 'user' group by c.id`,
      ),
    )
    const contents = ['You can return your shoes within 30 days of delivery [1].']
    const bySubject = new Map(replies.map(({ subject, ...rest }) => [subject, rest]))
    for (const point of points) expect(bySubject.get(point), point).toEqual({ contents, status: 'active' })
  } finally {
    await server.close()
  }
}, 600_000)
