import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { startModelServer, streaming } from '@quarterdeck/core/testing/outside'
import { inspect } from '../faults.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { type Server, startServer } from '../server.ts'

const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString()

/** Items of the last days, and fewer before. */
async function importItems(page: Page, { url }: Server): Promise<void> {
  const item = (id: number, channel: string, before: number) => ({
    ...{ item_id: `e${id}`, student_id: `s${id % 7}`, student_acquisition_channel: channel, draft: 1, word_count: 600 },
    ...{ turnaround: 'Express', item_status: 'Completed', revenue: 4_500, submitted_at: day(before) },
  })
  const rows = Array.from({ length: 40 }, (_, id) => item(id, id % 4 === 0 ? 'Friends' : 'Search', 1 + (id % 45)))
  const made = await page.request.post(`${url}/trpc/essays.import`, {
    ...{ data: { rows, revenueUnit: 'minor', currency: 'USD' }, headers: { origin: url } },
  })
  expect(made.ok(), await made.text()).toBe(true)
}

const query = 'select channel, count(*) as essays from companion_essays group by 1 order by 2 desc'

test('a question is answered with numbers that lead to their query, and refusals are shown', async ({ page }) => {
  test.slow()
  const model = await startModelServer()
  const server = await startServer({ settings: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } })
  try {
    await signIn(page, server.url)
    await importItems(page, server)
    const chart = { title: 'Essays by channel', kind: 'bar', call: 1, x: 'channel', y: ['essays'] }
    const words = 'Search brought 30 essays and Friends 10 [q1]. That will be 77 next week.'
    model.replyWith(
      streaming('', {
        calls: [
          { name: 'sql', input: { query } },
          { name: 'sql', input: { query: 'select * from people; drop table people' } },
        ],
      }),
      streaming('', { calls: [{ name: 'chart', input: chart }] }),
      streaming(words, { pace: 60 }),
    )
    await page.goto(`${server.url}/admin/companion`)
    const thread = page.getByRole('region', { name: 'Thread', exact: true })

    await test.step('it begins with a key, and streams', async () => {
      await expect(page.getByText('No threads yet')).toBeVisible()
      await page.keyboard.press('n')
      await page.getByLabel('Question').fill('Where do essays come from?')
      await page.keyboard.press('Enter')
      // For a moment it is told to screen readers, too.
      await expect(thread.getByText('Search brought 30 ess', { exact: false }).first()).toBeVisible()
      await expect(thread.getByText(/gpt-4\.1.*tokens/)).toBeVisible()
      await expect(page.getByRole('link', { name: /Where do essays come from/ })).toBeVisible()
    })

    await test.step('a number leads to its query and rows; one that nothing holds is marked', async () => {
      const call = thread.locator('#call-1')
      await expect(call.getByRole('cell', { name: 'Search' })).toBeHidden()
      await thread.getByRole('button', { name: '30, from q1' }).click()
      await expect(call.getByText(query)).toBeVisible()
      await expect(call.getByRole('cell', { name: 'Search' })).toBeVisible()
      await expect(call.locator('summary')).toBeFocused()
      await expect(thread.getByText('1 number in this answer stands in no result', { exact: false })).toBeVisible()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        call.getByRole('button', { name: 'Save as CSV' }).click(),
      ])
      expect(await readFile(await file.path(), 'utf8')).toBe('\ufeffchannel,essays\r\nSearch,30\r\nFriends,10')
    })

    await test.step('a refusal says why; the chart has words and a table', async () => {
      await thread.locator('#call-2 summary').click()
      await expect(thread.getByText('it holds more than one statement', { exact: false })).toBeVisible()
      const drawn = thread.getByRole('region', { name: 'Essays by channel' })
      await expect(drawn.getByText('Search: essays 30', { exact: true })).toBeAttached()
      await inspect(page, page.getByRole('region', { name: 'Thread', exact: true }))
    })

    await test.step('a thread is renamed, found by words, and removed', async () => {
      await page.getByRole('button', { name: 'More for this thread' }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill('Channels')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('link', { name: /^Channels/ })).toBeVisible()
      await page.getByRole('button', { name: 'More for this thread' }).click()
      await page.getByRole('menuitem', { name: 'Remove' }).click()
      await page.getByRole('button', { name: 'Remove the thread' }).click()
      await expect(page.getByText('No threads yet')).toBeVisible()
    })
  } finally {
    await server.stop()
    await model.close()
  }
})

test('without a model the same tools are run by hand, and another window sees it', async ({
  consolePage: page,
  server,
  context,
}) => {
  await importItems(page, server)
  await page.goto(`${server.url}/admin/companion`)
  await page.getByRole('button', { name: 'New thread' }).click()
  await expect(page.getByText('No language model is set up', { exact: false })).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('heading', { name: 'What do you want to know?' })).toBeVisible()
  await page.getByLabel('Tool').selectOption('SQL')
  await page.getByLabel('Query').fill(query)
  await page.keyboard.press('Control+Enter')
  const thread = page.getByRole('region', { name: 'Thread', exact: true })
  await expect(thread.getByRole('cell', { name: 'Search' })).toBeVisible()
  await expect(other.getByRole('cell', { name: 'Search' })).toBeVisible()
  await page.getByLabel('Tool').selectOption('Dashboard')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(thread.getByText('netRevenue').first()).toBeVisible()
  await page.getByLabel('Tool').selectOption('Chart')
  await page.getByLabel('Result (the number of its q)').fill('2')
  await page.getByLabel('Table (the first if empty)').fill('series')
  await page.getByLabel('Kind').selectOption('line')
  await page.getByLabel('Column along the axis').fill('day')
  await page.getByLabel('Columns with numbers, with commas').fill('essays')
  await page.getByLabel('Title').fill('Essays by day')
  await page.keyboard.press('Enter')
  await expect(thread.getByRole('region', { name: 'Essays by day' })).toBeVisible()
  await inspect(page, page.getByRole('region', { name: 'Thread', exact: true }))
})
