import { expectNoFaults } from '../faults.ts'
import { ask, expect, test } from '../fixtures.ts'
import { writeKey } from '../server.ts'

// What unit tests of the SDK cannot show: the real script, IndexedDB, closing tabs, and pages that move by themselves.

const loaded = () => Boolean(window.quarterdeck && !Array.isArray(window.quarterdeck))

/** How many events the browser keeps for the page. */
async function countKept(): Promise<number> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = reject
    })
  const [known] = await indexedDB.databases()
  if (!known?.name) return 0
  const database = await done(indexedDB.open(known.name))
  const count = await done(database.transaction('events').objectStore('events').count())
  database.close()
  return count
}

interface Found {
  items: {
    id: string
    visitId: string
    anonymousId: string
    userId: string | null
    properties: Record<string, unknown> | null
  }[]
}

test('an event whose tab was closed while the server was away arrives with the next page', async ({
  browser,
  consolePage,
  server,
  hostSite,
}) => {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(hostSite)
  await tab.waitForFunction(loaded)
  await context.route(`${server.url}/v1/**`, route => route.abort())
  await tab.evaluate(() => {
    const tracker = window.quarterdeck
    if (tracker && !Array.isArray(tracker)) for (let index = 0; index < 30; index++) tracker.track('kept', { index })
  })
  await expect.poll(() => tab.evaluate(countKept)).toBe(30)
  await tab.close()
  await context.unroute(`${server.url}/v1/**`)
  const next = await context.newPage()
  await next.goto(hostSite)
  const kept = async () =>
    ((await ask(consolePage, server.url, 'events.list', { name: 'kept', limit: 200 })) as Found).items
  await expect.poll(async () => (await kept()).length).toBe(30)
  expect(new Set((await kept()).map(({ properties }) => properties?.index)).size).toBe(30)
  await context.close()
})

test('an event tracked just before the tab closes arrives', async ({ browser, consolePage, server, hostSite }) => {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(hostSite)
  await tab.waitForFunction(loaded)
  await tab.evaluate(() => {
    addEventListener('pagehide', () => {
      const tracker = window.quarterdeck
      if (tracker && !Array.isArray(tracker)) tracker.track('left')
    })
  })
  await tab.goto('about:blank')
  const next = await context.newPage()
  await next.goto(hostSite)
  await expect
    .poll(async () => ((await ask(consolePage, server.url, 'events.list', { name: 'left' })) as Found).items.length)
    .toBe(1)
  await context.close()
})

test('page views follow the history, visits span tabs, and identify joins a person', async ({
  browser,
  consolePage,
  server,
  hostSite,
}) => {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(hostSite)
  await tab.waitForFunction(loaded)
  const person = `buyer-${Date.now()}`
  await tab.evaluate(userId => {
    history.pushState({}, '', '/basket')
    const tracker = window.quarterdeck
    if (tracker && !Array.isArray(tracker)) tracker.identify(userId, { plan: 'team', password: 'hunter2' })
  }, person)
  const second = await context.newPage()
  await second.goto(hostSite)
  const found = async (input: object) =>
    ((await ask(consolePage, server.url, 'events.list', { limit: 200, ...input })) as Found).items
  await expect.poll(async () => (await found({ search: person })).length).toBeGreaterThanOrEqual(2)
  const mine = await found({ search: person })
  const [identified] = mine.filter(({ properties }) => properties?.plan === 'team')
  expect(identified?.properties?.password).not.toBe('hunter2')
  const ofVisit = await found({ visitId: identified?.visitId })
  expect(ofVisit.filter(({ properties }) => properties?.path === '/basket')).toHaveLength(1)
  expect(new Set(ofVisit.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  await context.close()
})

test('what is refused stands above the tail as it comes, and leads to why', async ({ consolePage, server }) => {
  await consolePage.goto(`${server.url}/admin/events`)
  await expect(consolePage.getByText('Live', { exact: true })).toBeVisible()
  const events = [{ name: 'ahead_of_time', visitId: 'v', timestamp: Date.now() + 3 * 86_400_000 }]
  const headers = { authorization: `Bearer ${writeKey}` }
  await consolePage.request.post(`${server.url}/v1/batch`, { data: { events }, headers })
  await consolePage.getByRole('link', { name: /refused in the last 24 hours.*Ahead of time 1/ }).click()
  await expect(consolePage.getByRole('heading', { name: 'Refused events', level: 1 })).toBeVisible()
  await expect(consolePage.getByRole('listitem', { name: 'Ahead of time' })).toContainText('1 event')
  await expect(consolePage.getByRole('row', { name: /ahead_of_time/ })).toContainText('More than a day ahead')
  await expectNoFaults(consolePage, 'refused events')
})
