import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { daysAgo, essayRows } from '../essays.ts'
import { expectNoFaults } from '../faults.ts'
import { ask, expect, test } from '../fixtures.ts'
import { writeKey } from '../server.ts'

test.use({ serverName: 'dashboards' })

const rows = essayRows(400)

/** Calls a mutation of the router as the page's signed-in person. */
async function tell(page: Page, url: string, procedure: string, data: object): Promise<void> {
  const answer = await page.request.post(`${url}/trpc/${procedure}`, { data, headers: { origin: url } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** The items that all tests here look at: brought in again, they are the same. */
const bring = (page: Page, url: string) => tell(page, url, 'essays.import', { rows })

/** A file that the page hands over, as text or bytes. */
async function saved(page: Page, start: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), start()])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

/** Which colours of the page the line of legend between an image's title and its drawing holds. */
const coloursAbove = (page: Page, png: Buffer): Promise<Record<string, boolean>> =>
  page.evaluate(
    async url => {
      const image = new Image()
      image.src = url
      await image.decode()
      const context = new OffscreenCanvas(image.width, 104).getContext('2d')
      if (!context) throw new Error('No canvas')
      const pixel = (x: number, y: number) => context.getImageData(x, y, 1, 1).data.join()
      const colourOf = (name: string) => {
        context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--qd-${name}`)
        context.fillRect(0, 0, 1, 1)
        return pixel(0, 0)
      }
      const wanted = ['accent', 'faint', 'red'].map(name => [name, colourOf(name)] as const)
      context.drawImage(image, 0, 0)
      const row = Array.from({ length: image.width }, (_, x) => pixel(x, 76))
      return Object.fromEntries(wanted.map(([name, colour]) => [name, row.includes(colour)]))
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )

const linesOf = ({ content }: { content: Buffer }) => content.toString('utf8').trim().split('\r\n')

test('dashboards are used by keyboard, and lead from a figure to its rows', async ({ consolePage: page, server }) => {
  await bring(page, server.url)
  await page.goto(`${server.url}/admin/dashboards`)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()

  // A figure says what it was made from.
  await page.getByRole('button', { name: 'On time' }).focus()
  await expect(page.getByRole('tooltip')).toContainText(/These days: .+%, \d+ of \d+\./)
  await expect(page.getByRole('tooltip')).toContainText(/Period before: .+%, \d+ of \d+\./)

  // The days, by the menu's keys.
  await page.getByRole('button', { name: 'Days: Last 30 days' }).press('Enter')
  const quarter = page.getByRole('menuitem', { name: 'Last 90 days' })
  // The menu takes its keys once it is open.
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    await expect(quarter).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?p=90d$/)

  // A bar leads to the rows behind it, under the same filters.
  const referral = page
    .getByRole('list', { name: 'Gross revenue by channel' })
    .getByRole('link', { name: /^Referral: / })
  await referral.press('Enter')
  await expect(page).toHaveURL(/\/essays\/items\?.*channel=Referral/)
  await expect(page).toHaveURL(/p=90d/)
  const { total } = (await ask(page, server.url, 'essays.facets', {
    filters: { preset: '90d', channel: 'Referral' },
  })) as { total: number }
  await expect(page.getByText(`${total}\u00a0essays`)).toBeVisible()

  // Rows by j and k, the chosen one beside them.
  await page.keyboard.press('j')
  const chosen = page.getByRole('complementary', { name: 'What is chosen' })
  await expect(chosen.getByRole('heading', { name: /^essay-/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(chosen).toBeHidden()
})

test('charts have text alternatives, a table, and files to take away', async ({ consolePage: page, server }) => {
  await bring(page, server.url)
  await page.goto(`${server.url}/admin/dashboards/revenue?p=7d`)
  const figures = page.locator('figure')
  await expect(figures).toHaveCount(6)
  for (const caption of await page.locator('figcaption').allTextContents()) expect(caption).toMatch(/\d.*\.$/)
  // Drawings are for the eye: what reads aloud has the sentence and the links.
  await expect(page.locator('figure svg').first()).toBeVisible()
  for (const svg of await page.locator('figure svg').all())
    expect(await svg.evaluate(element => element.closest('[aria-hidden]') !== null)).toBe(true)

  const card = page.getByRole('region', { name: 'Items by day' })
  const more = card.getByRole('button', { name: 'More for Items by day' })
  await more.click()
  const csv = await saved(page, () => page.getByRole('menuitem', { name: 'Save as CSV' }).click())
  expect(csv.name).toBe('items-by-day.csv')
  const [head, ...days] = linesOf(csv)
  expect(head).toBe('day,Items,Period before')
  expect(days).toHaveLength(7)
  const { kpis } = (await ask(page, server.url, 'dashboards.revenue', { filters: { preset: '7d' } })) as {
    kpis: { essays: { value: number; previous: { value: number } } }
  }
  const sum = (column: number) => days.reduce((total, line) => total + Number(line.split(',')[column]), 0)
  expect([sum(1), sum(2)]).toEqual([kpis.essays.value, kpis.essays.previous.value])

  await more.click()
  const png = await saved(page, () => page.getByRole('menuitem', { name: 'Save as PNG' }).click())
  expect(png.content.subarray(1, 4).toString()).toBe('PNG')
  const drawing = await card.locator('figure svg').first().boundingBox()
  expect(png.content.readUInt32BE(20), 'a title and a line of legend stand above the drawing').toBe(
    Math.round(2 * ((drawing?.height ?? 0) + 52)),
  )
  expect(await coloursAbove(page, png.content)).toMatchObject({ accent: true, faint: true, red: false })

  // The table holds a link for each day, for those who cannot click into a drawing.
  await more.click()
  await page.getByRole('menuitem', { name: 'Show as table' }).click()
  const table = page.getByRole('region', { name: 'Items by day, as a table' })
  await table.getByRole('link').first().press('Enter')
  await expect(page).toHaveURL(/from=(\d{4}-\d\d-\d\d)&to=\1/)

  // Late deliveries: every page of them, in the order of the list.
  await page.goto(`${server.url}/admin/dashboards/operations?p=90d`)
  const late = page.getByRole('region', { name: 'Late deliveries' })
  await expect(late.getByRole('row')).toHaveCount(21)
  const list = await saved(page, () => late.getByRole('button', { name: 'Save as CSV: Late deliveries' }).click())
  const isLate = ({ time_remaining_hours: hours }: Record<string, unknown>) => hours !== '' && Number(hours) < 0
  expect(linesOf(list)).toHaveLength(rows.filter(isLate).length + 1)
  await late.getByRole('button', { name: 'Load more' }).click()
  await expect(late.getByRole('row')).not.toHaveCount(21)
})

test('filters live in the address: they survive a reload and go along', async ({ consolePage: page, server }) => {
  await bring(page, server.url)
  await page.goto(`${server.url}/admin/dashboards/customers`)
  await page.getByRole('button', { name: 'Turnaround' }).click()
  await page.getByRole('menuitem', { name: 'Express' }).click()
  await expect(page).toHaveURL(/turnaround=express/)
  const express = page.getByRole('button', { name: 'Turnaround: Express' })
  await page.reload()
  await expect(express).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Quality' }).click()
  await expect(page).toHaveURL(/\/dashboards\/quality\?turnaround=express/)
  await expect(express).toBeVisible()

  // Days of one's own, both of them included.
  await page.getByRole('button', { name: /^Days/ }).click()
  await page.getByRole('menuitem', { name: 'Between two days…' }).click()
  await page.getByLabel('First day').fill('2021-02-01')
  await page.getByLabel('Last day').fill('2021-02-03')
  await page.getByRole('button', { name: 'Show these days' }).click()
  await expect(page).toHaveURL(/from=2021-02-01&to=2021-02-03/)
  await expect(page.getByText('No items fit these filters')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await expect(page.getByText('No essay items on these days')).toBeVisible()
  await page.getByRole('link', { name: 'Import items' }).click()
  await expect(page.getByRole('dialog', { name: 'Import essay items' })).toBeVisible()
})

test('an import tells what it refused, and open dashboards change by themselves', async ({
  consolePage: page,
  server,
}) => {
  await bring(page, server.url)
  const watcher = await page.context().newPage()
  await watcher.goto(`${server.url}/admin/dashboards/operations?p=7d&channel=Zeppelin`)
  await expect(watcher.getByText('No items fit these filters')).toBeVisible()

  await page.goto(`${server.url}/admin/essays/items?import=yes`)
  const file = [
    'item_id,student_id,channel,draft,word_count,turnaround,revenue,item_status,submitted_at,time_remaining_hours',
    `zep-1,"Doe, Jane",Zeppelin,1,500,Express,"1,234.50",Completed,${daysAgo(1)},4`,
    `zep-2,s2,Zeppelin,5+,500,Urgent,20,Unassigned,${daysAgo(1)},-30`,
    `zep-3,s3,Zeppelin,1,500,Overnight,20,Unassigned,${daysAgo(1)},1`,
  ].join('\n')
  const dialog = page.getByRole('dialog', { name: 'Import essay items' })
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('region', { name: 'Refused rows' })).toContainText(
    'Line 4: `turnaround` must be one of',
  )
  const refused = await saved(page, () => dialog.getByRole('button', { name: 'Save the refused rows' }).click())
  expect(linesOf(refused)).toHaveLength(2)
  expect(linesOf(refused)[1]).toContain('zep-3,s3,Zeppelin')

  // More rows than one request takes: the second one's refused row is found in the file.
  await dialog.getByRole('button', { name: 'Import another file' }).click()
  const old = (index: number) => `old-${index},1,500,Express,${index === 5_999 ? 'nothing' : 20},Completed,2015-03-01`
  const long = Array.from({ length: 6_000 }, (_, index) => old(index))
  const head = 'item_id,draft,word_count,turnaround,revenue,item_status,submitted_at'
  const buffer = Buffer.from([head, ...long].join('\n'))
  await page.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  const rest = dialog.getByRole('region', { name: 'Refused rows' })
  await expect(rest).toContainText('Line 6,001: `revenue`', { timeout: 30_000 })
  await expect(rest.getByRole('listitem')).toHaveCount(1)
  await expect(dialog.getByText('5,999', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()

  const status = watcher.getByRole('list', { name: 'Items by status' })
  await expect(status.getByRole('link', { name: /^Completed: 1/ })).toBeVisible()
  await expect(watcher.getByRole('region', { name: 'Late deliveries' }).getByText('zep-2')).toBeVisible()
  await expect(page.getByRole('link', { name: 'zep-1' })).toBeVisible()
  await watcher.close()
})

test('no dashboard has a fault of accessibility, in light and in dark', async ({ consolePage: page, server }) => {
  test.setTimeout(240_000)
  await bring(page, server.url)
  const events = ['page_viewed', 'signed_up'].map((name, index) => ({
    ...{ id: `dashboard-${index}`, name, visitId: 'v1', anonymousId: 'a1', timestamp: daysAgo(1) },
    properties: { path: '/pricing' },
  }))
  const sent = await page.request.post(`${server.url}/v1/batch`, {
    data: { events },
    headers: { 'x-write-key': writeKey },
  })
  expect(sent.ok(), await sent.text()).toBe(true)
  for (const channel of ['web', 'email'])
    await tell(page, server.url, 'conversations.create', { channel, subject: 'Where is my essay?' })
  const paths = [
    ...['overview', 'revenue', 'customers', 'quality', 'operations', 'support', 'usage'].map(
      name => `/dashboards/${name}`,
    ),
    '/essays/items',
    '/essays/items?time=late&import=yes',
  ]
  for (const path of paths) {
    await page.goto(`${server.url}/admin${path}`)
    await expect(page.getByText('Live', { exact: true })).toBeVisible()
    await expect(page.locator('[aria-busy]')).toHaveCount(0)
    await expectNoFaults(page, path)
  }
})
