import { days, hours, minutes } from '@quarterdeck/core/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, send, storedEvents } from '../testing/events.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const now = Date.UTC(2026, 5, 15, 12)
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  server.world.setNow(new Date(now))
})
afterAll(() => server[Symbol.asyncDispose]())

const stored = async (name: string) => (await storedEvents(server.world.database)).filter(row => row.name === name)
const at = (offset: number, name = 'clock') => event({ name, timestamp: new Date(now + offset).toISOString() })
const sentAt = (offset: number) => new Date(now + offset).toISOString()

describe('a wrong clock is corrected by the time of sending', () => {
  test.each([
    ['right', 0],
    ['an hour ahead', hours(1)],
    ['an hour behind', -hours(1)],
    ['a year ahead', days(365)],
    ['a year behind', -days(365)],
    ['at the epoch', minutes(5) - now],
  ])('%s', async (name, off) => {
    const events = [0, 1, 2].map(second => at(off - minutes(1) + second * 1_000 + 7, name))
    expect((await send(server, { events, sentAt: sentAt(off) })).body).toMatchObject({ accepted: 3, rejected: [] })
    const rows = await stored(name)
    expect(rows.map(row => row.id)).toEqual(events.map(({ id }) => id))
    expect(rows.map(row => row.occurred - now + minutes(1))).toEqual([7, 1_007, 2_007])
    expect(rows[0]?.client).toBe(now + off - minutes(1) + 7)
  })

  test('requests of different length keep the order of one visit', async () => {
    const sent = [
      { sentAt: sentAt(5_000), events: [at(1_000, 'order'), at(2_000, 'order')] },
      { sentAt: sentAt(-20_000), events: [at(3_000, 'order'), at(3_001, 'order')] },
      { sentAt: sentAt(29_000), events: [at(4_000, 'order')] },
    ]
    for (const body of sent) await send(server, body)
    const ids = sent.flatMap(({ events }) => events.map(({ id }) => id))
    expect((await stored('order')).map(row => row.id)).toEqual(ids)
  })

  test('the same event sent again by a corrected clock stays what it was', async () => {
    const once = at(hours(2), 'again')
    await send(server, { events: [once], sentAt: sentAt(hours(2)) })
    expect((await send(server, { events: [once], sentAt: sentAt(hours(9)) })).body).toMatchObject({ duplicates: 1 })
    expect((await stored('again')).map(row => row.occurred)).toEqual([now])
  })

  test.each(['', 'soon', '2026-99-99', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', 1e300, null, {}, []])(
    'a time of sending that is none (%j) counts as none given',
    async odd => {
      const sent = at(-1, 'odd')
      expect((await send(server, { events: [sent], sentAt: odd })).body).toMatchObject({ accepted: 1 })
    },
  )

  test('an absurd one puts its events out of reach, and says so', async () => {
    const far = { events: [at(0)], sentAt: '9999-12-31T23:59:59Z' }
    expect((await send(server, far)).body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'too_old' }] })
    const early = { events: [at(0)], sentAt: '1970-01-01T00:00:00Z' }
    expect((await send(server, early)).body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'too_new' }] })
  })
})

test.each([
  ['a day ahead', days(1), undefined],
  ['a day and a millisecond ahead', days(1) + 1, 'too_new'],
  ['30 days behind', -days(30), undefined],
  ['30 days and a millisecond behind', -days(30) - 1, 'too_old'],
])('%s', async (_name, offset, code) => {
  const { body } = await send(server, { events: [at(offset), at(0)], sentAt: sentAt(0) })
  expect(body).toMatchObject({ accepted: code ? 1 : 2, rejected: code ? [{ index: 0, code }] : [] })
})
