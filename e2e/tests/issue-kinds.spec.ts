import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { faultsOf } from '../faults.ts'
import { ask, expect as expectSoon, signIn, test } from '../fixtures.ts'
import { startServer, writeKey } from '../server.ts'

// The two kinds of issue that are no drop: a step that nobody comes to any more, and one whose visits meet errors though
// they finish. Both from eight days of events, by a real scan.

// Two funnels with eight days of events: a busy machine gets its time.
const expect = expectSoon.configure({ timeout: 60_000 })

const minute = 60_000
const hour = 60 * minute

interface Event {
  id: string
  name: string
  visitId: string
  device: string
  timestamp: number
  error?: { type: string; message: string }
}

/** A visit every three minutes from one moment to another, every other on a phone, from one event to a second. */
function visits(names: readonly [string, string], from: number, to: number, isFailing = false): Event[] {
  return Array.from({ length: Math.floor((to - from) / (3 * minute)) }, (_, index) => {
    const timestamp = from + index * 3 * minute
    const isMobile = index % 2 === 0
    const visit = { visitId: randomUUID(), device: isMobile ? 'mobile' : 'desktop' }
    const [first, second] = names.map((name, at) => ({
      ...visit,
      id: randomUUID(),
      name,
      timestamp: timestamp + at * 900,
    }))
    const error = {
      ...{ ...visit, id: randomUUID(), name: 'error', timestamp: timestamp + 400 },
      error: { type: 'card', message: 'refused by the bank' },
    }
    return [...(first ? [first] : []), ...(isFailing && isMobile ? [error] : []), ...(second ? [second] : [])]
  }).flat()
}

async function send(url: string, events: readonly Event[]): Promise<void> {
  for (let sent = 0; sent < events.length; sent += 1_000) {
    const batch = events.slice(sent, sent + 1_000)
    const response = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
      body: JSON.stringify({ events: batch, sentAt: Date.now() }),
    })
    expect(await response.json()).toMatchObject({ accepted: batch.length })
  }
}

async function post(page: Page, url: string, procedure: string, data: object): Promise<void> {
  const answer = await page.request.post(`${url}/trpc/${procedure}`, { data, headers: { origin: url } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test('a step gone silent and one full of errors show what they are about', async ({ page }) => {
  test.setTimeout(400_000)
  const server = await startServer()
  try {
    await signIn(page, server.url)
    const now = Date.now()
    const [signUp, checkout] = [
      ['form_opened', 'signed_up'],
      ['cart_opened', 'paid'],
    ] as const
    const from = now - 8.1 * 24 * hour
    await send(server.url, visits(signUp, from, now - 2 * hour))
    await send(server.url, visits(checkout, from, now - 2 * hour))
    await send(server.url, visits(checkout, now - 2 * hour, now - minute, true))
    for (const [name, events] of [
      ['Sign-up', signUp],
      ['Checkout', checkout],
    ] as const) {
      const steps = events.map(event => ({ name: event, match: { event } }))
      await post(page, server.url, 'funnels.create', { name, steps })
    }
    await post(page, server.url, 'issues.detect', {})
    const { items } = (await ask(page, server.url, 'issues.list', {})) as { items: { id: string; kind: string }[] }
    expect(items.map(({ kind }) => kind).sort()).toEqual(['error_rate', 'silence'])
    const open = (kind: string) =>
      page.goto(`${server.url}/admin/issues?i=${items.find(issue => issue.kind === kind)?.id}`)
    const hits = page.getByRole('region', { name: 'Whom it hits' })
    const row = (name: string) => hits.getByRole('row').filter({ hasText: name })

    await test.step('silence: visits an hour, and who is missing', async () => {
      await open('silence')
      await expect(page.getByRole('heading', { name: /^form_opened has gone silent: 0 visits/ })).toBeVisible()
      const chart = page.getByRole('region', { name: 'Visits at form_opened, hourly' })
      await expect(chart.locator('figcaption')).toHaveText(
        /^Visits: 2\d values from 0 to 20, the last 0\. [23] of 2\d outside the usual range\. detected \d\d:\d\d\.$/,
      )
      await expect(chart.getByText('Usual range', { exact: true })).toBeVisible()
      await expect(chart.locator('svg').getByText(/^detected/)).toBeVisible()
      await chart.getByRole('button', { name: /^More for/ }).click()
      await page.getByRole('menuitem', { name: 'Show as table' }).click()
      const latest = chart.getByRole('row').nth(1)
      await expect(latest.getByRole('cell')).toHaveText(['0', /^1\d – 2\d$/])
      await expect(row('mobile')).toContainText('silent')
      await expect(row('mobile').getByRole('cell')).toHaveText([/^00–3.8$/, /^\d+\.\d$/, /^0\.0\s%$/])
      await expect(row('desktop')).toContainText('silent')
      expect(await faultsOf(page, 'article')).toEqual([])
    })

    await test.step('errors: their share an hour, and who meets them', async () => {
      await open('error_rate')
      await expect(page.getByRole('heading', { name: /errors in \d/ })).toBeVisible()
      const chart = page.getByRole('region', { name: 'Visits with an error, hourly' })
      await expect(chart.locator('figcaption')).toHaveText(
        /^With an error: 2\d values from 0\.0\s% to \d+\.\d\s%, the last (4|5)\d\.\d\s%\. [23] of 2\d outside the usual range\. detected/,
      )
      await expect(row('mobile')).toContainText('rose')
      await expect(row('mobile')).toContainText(/100\.0\s%/)
      await expect(row('mobile')).toContainText(/p < 10/)
      await expect(row('desktop')).not.toContainText('rose')
      const evidence = page.getByRole('region', { name: 'Evidence' })
      await expect(evidence.getByRole('row').filter({ hasText: 'card: refused by the bank' })).toContainText(
        /\d\d\.\d\s%/,
      )
      await expect(page.getByRole('region', { name: 'Example visits' }).getByRole('link').first()).toHaveText(
        'cart_opened → error → paid',
      )
      expect(await faultsOf(page, 'article')).toEqual([])
    })

    await test.step('there is nothing to scroll sideways on a phone', async () => {
      await page.setViewportSize({ width: 400, height: 900 })
      for (const kind of ['silence', 'error_rate']) {
        await open(kind)
        await expect(row('mobile')).toBeVisible()
        const [wide, table] = [await page.locator('article').boundingBox(), await hits.locator('table').boundingBox()]
        expect(wide?.width).toBeLessThanOrEqual(400)
        expect((table?.x ?? 0) + (table?.width ?? 0)).toBeLessThanOrEqual(400)
      }
    })
  } finally {
    await server.stop()
  }
})
