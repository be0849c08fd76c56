import type { Page } from '@playwright/test'
import { ask, expect as expectSoon, signInByForm, test } from '../fixtures.ts'

// The product's main job, as people do it: a real page sends events through the real script, somebody builds a funnel
// of them, and a break of it appears on a console that was open all the while.

const hour = 3_600_000

// What is shown is that it comes by itself, not how fast: a busy machine gets its time.
const expect = expectSoon.configure({ timeout: 60_000 })

// That no issue is open can only be said of a server on which nobody else plays.
test.use({ serverName: 'trip' })

interface Wave {
  visits: number
  /** How many of them pay. */
  paying: number
  /** When the wave began and how long it lasted, in milliseconds before now. */
  from: number
  to: number
}

/** Plays visits in the page, each with an identity of its own, and waits until all is sent. */
async function play(site: Page, wave: Wave): Promise<void> {
  const left = await site.evaluate(async ({ visits, paying, from, to }) => {
    const tracker = window.quarterdeck
    if (!tracker || Array.isArray(tracker)) throw new Error('The tracker has not loaded')
    const now = Date.now()
    for (let visit = 0; visit < visits; visit++) {
      tracker.reset()
      const at = now - from + ((from - to) * visit) / visits
      tracker.track('cart_opened', { items: 1 }, { timestamp: at })
      tracker.track('address_entered', {}, { timestamp: at + 3_000 })
      if ((visit * paying) % visits < paying) tracker.track('paid', { total: 42 }, { timestamp: at + 9_000 })
    }
    return !(await tracker.flush())
  }, wave)
  expect(left, 'everything was sent').toBe(false)
}

async function chooseStep(page: Page, number: number, event: string): Promise<void> {
  await page.getByRole('combobox', { name: `Step ${number}: event or step` }).fill(event)
  await page.getByRole('option', { name: event, exact: true }).first().click()
}

test('from events in a page to an issue on an open console', async ({
  consolePage,
  context,
  browser,
  server,
  hostSite,
}) => {
  test.setTimeout(300_000)
  const site = await (await browser.newContext()).newPage()
  await site.goto(hostSite)
  await site.waitForFunction(() => window.quarterdeck && !Array.isArray(window.quarterdeck))
  await play(site, { visits: 200, paying: 160, from: 5 * 24 * hour, to: 2 * hour })

  await test.step('build a funnel of what arrived', async () => {
    await consolePage.getByRole('link', { name: 'Funnels' }).click()
    await consolePage.getByRole('link', { name: 'New funnel' }).first().click()
    await consolePage.getByLabel('Name', { exact: true }).fill('Checkout')
    await chooseStep(consolePage, 1, 'cart_opened')
    await chooseStep(consolePage, 2, 'address_entered')
    await consolePage.getByRole('button', { name: 'Add step' }).click()
    await chooseStep(consolePage, 3, 'paid')
    await consolePage.getByRole('button', { name: 'Create funnel' }).click()
    await expect(consolePage.getByRole('heading', { name: 'Checkout' })).toBeVisible()
  })

  const watching = await context.newPage()
  await watching.goto(`${server.url}/admin/issues`)
  await expect(watching.getByText('No open issues')).toBeVisible()
  let navigations = 0
  watching.on('framenavigated', () => navigations++)

  await test.step('a drop is found, and appears without a reload', async () => {
    await play(site, { visits: 160, paying: 40, from: 0.9 * hour, to: 120_000 })
    await consolePage.goto(`${server.url}/admin/issues`)
    const scanned = consolePage.waitForResponse(/issues\.detect/, { timeout: 60_000 })
    await consolePage.getByRole('button', { name: 'Scan now' }).click()
    expect((await scanned).ok()).toBe(true)
    await expect(watching.getByText(/cart opened → paid fell to 25/i).first()).toBeVisible()
    expect(navigations).toBe(0)
  })

  await test.step('it says what happened, with both rates and their visits', async () => {
    await watching
      .getByText(/cart opened → paid fell to 25/i)
      .first()
      .click()
    const detail = watching.getByRole('region', { name: /detail|issue/i }).or(watching.locator('main'))
    await expect(detail.getByText('160 visits').first()).toBeVisible()
    await expect(detail.getByText('80.0 %').first()).toBeVisible()
    await expect(detail.getByText('25.0 %').first()).toBeVisible()
  })

  await test.step('a change of status is seen on the other window', async () => {
    await consolePage
      .getByText(/cart opened → paid fell to 25/i)
      .first()
      .click()
    await expect(consolePage.getByRole('heading', { level: 2, name: /cart opened → paid fell to 25/i })).toBeVisible()
    await consolePage.keyboard.press('s')
    const dialog = consolePage.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Start fixing' }).check()
    await dialog.getByRole('button', { name: 'Start fixing' }).click()
    await expect(watching.getByText('Fixing').first()).toBeVisible()
  })

  const { items } = (await ask(consolePage, server.url, 'events.list', { name: 'called_before_load' })) as {
    items: { appVersion: string }[]
  }
  expect(new Set(items.map(({ appVersion }) => appVersion))).toEqual(new Set(['3.1.4']))
})

test('two windows of one browser share a sign-in', async ({ context, server }) => {
  const first = await context.newPage()
  await signInByForm(first, server.url)
  const second = await context.newPage()
  await second.goto(`${server.url}/admin/events`)
  await expect(second.getByText('Live', { exact: true })).toBeVisible()
})
