import { createHmac, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { inspect } from '../faults.ts'
import { expect, post, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'

const secret = 'the-secret-of-the-github-app'
const address = 'https://github.com/acme/shop'
const mei = { id: 71, login: 'mei', type: 'User' }
const repository = { id: 501, full_name: 'acme/shop', html_url: address, default_branch: 'main' }

/** The noon of a day that is so many days ago, by the calendar of the server's workspace. */
const noon = (daysAgo: number) => {
  const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  return `${day}T12:00:00Z`
}

/** Tells a server what GitHub tells of a push, signed. */
async function push(url: string, messages: readonly string[], daysAgo: number): Promise<void> {
  const commits = messages.map(message => {
    const id = randomUUID().replaceAll('-', '').padEnd(40, '0')
    const author = { name: 'Mei Tanaka', email: 'mei@acme.example', username: 'mei' }
    return { id, message, timestamp: noon(daysAgo), url: `${address}/commit/${id}`, author, committer: author }
  })
  const body = JSON.stringify({ repository, ref: 'refs/heads/main', deleted: false, sender: mei, commits })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'push' },
    ...{ 'x-github-delivery': randomUUID(), 'x-hub-signature-256': signature },
  }
  const answer = await fetch(`${url}/webhooks/github`, { method: 'POST', body, headers })
  expect(answer.status, await answer.text()).toBe(202)
}

test.use({ actionTimeout: 10_000 })

test('a report is asked for, read with its sources, taken along, written again, and comes by a schedule', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const server = await startServer({ settings: { GITHUB_WEBHOOK_SECRET: secret } })
  const { url } = server
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  const article = main.getByRole('article')
  const heading = article.getByRole('heading', { name: /^Daily report/ })
  try {
    await signIn(page, url)

    await test.step('without a report, the page says what one is', async () => {
      await page.goto(`${url}/admin/reports`)
      await expect(main.getByText('No report yet')).toBeVisible()
      await page.keyboard.press('n')
      await expect(dialog.getByRole('textbox', { name: 'Day' })).toHaveValue(noon(1).slice(0, 10))
      await dialog.getByText('A range', { exact: true }).click()
      await dialog.getByLabel('Last day').fill('2020-01-01')
      await expect(dialog.getByText('Choose a last day that is not before the first.')).toBeVisible()
      await inspect(page)
      await page.keyboard.press('Escape')
    })

    await test.step('a day’s report is written while one looks on; each claim leads to its fact', async () => {
      await page.goto(`${url}/admin/activity`)
      await push(url, ['Send codes by SMS', 'Refuse codes that are old'], 1)
      await push(url, ['Count the tries of a code'], 2)
      await expect(main.getByRole('link', { name: /Count the tries/ })).toBeVisible()
      await page.goto(`${url}/admin/reports`)
      await main.getByRole('button', { name: 'Write a report' }).first().click()
      await dialog.getByRole('button', { name: 'Write it' }).click()
      await expect(article.getByRole('heading', { name: 'Work completed' })).toBeVisible({ timeout: 30_000 })
      const cite = article.getByRole('link', { name: /^Source \d+: Send codes by SMS/ })
      await expect(cite.first()).toHaveAttribute('href', /^https:\/\/github\.com\/acme\/shop\/commit\//)
      await cite.first().hover()
      await expect(page.getByRole('tooltip')).toContainText('Commit · acme/shop · mei')
      await page.mouse.move(0, 0)
      const sources = article.getByRole('region', { name: 'Sources' })
      await expect(sources.getByRole('listitem')).toHaveCount(2)
      await expect(main.getByRole('region', { name: 'Coverage' })).toContainText('2 of 2')
      await inspect(page)
    })

    await test.step('it is taken along as Markdown, as a page and as a PDF', async () => {
      const save = async (format: string) => {
        const file = page.waitForEvent('download')
        await main.getByRole('button', { name: 'Download' }).click()
        await page.getByRole('menuitem', { name: format }).click()
        return readFile(await (await file).path())
      }
      expect((await save('Markdown')).toString()).toContain('## Work completed')
      expect((await save('HTML')).toString()).toContain(`href="${address}/commit/`)
      expect((await save('PDF')).subarray(0, 5).toString()).toBe('%PDF-')
    })

    await test.step('what came in later is in the new version, which takes the place of the old one', async () => {
      const before = page.url()
      await push(url, ['Show how many tries are left'], 1)
      await expect
        .poll(async () => {
          await main.getByRole('button', { name: 'Write it again' }).first().click()
          await expect(page).not.toHaveURL(before)
          return article.getByRole('region', { name: 'Sources' }).getByRole('listitem').count()
        })
        .toBe(3)
    })

    await test.step('arrows lead to the day before and back, Escape to the list, whose cards keys walk', async () => {
      await post(page.request, url, 'reports.generate', { kind: 'daily', from: noon(2).slice(0, 10) })
      await expect(main.getByRole('button', { name: 'The report before' })).toBeEnabled()
      const latest = await heading.textContent()
      await page.keyboard.press('ArrowLeft')
      await expect(heading).not.toHaveText(latest ?? '')
      await page.keyboard.press('ArrowRight')
      await expect(heading).toHaveText(latest ?? '')
      await page.keyboard.press('Escape')
      await expect(main.getByRole('region', { name: 'Yesterday' }).getByText('100\u00a0% covered')).toBeVisible()
      await inspect(page)
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await expect(article.getByText(/Count the tries of a code/).first()).toBeVisible()
    })

    await test.step('a team is put together, and reported on', async () => {
      await page.goto(`${url}/admin/reports/schedules`)
      await main.getByRole('button', { name: 'Add a team' }).click()
      await dialog.getByLabel('Name').fill('Payments')
      await dialog.getByRole('combobox', { name: 'Members' }).fill('mei')
      await page.getByRole('option', { name: 'mei' }).click()
      await dialog.getByLabel('Name').focus()
      await expect(page.getByRole('option')).toHaveCount(0)
      await inspect(page)
      await dialog.getByRole('button', { name: 'Add the team' }).click()
      await expect(main.getByRole('listitem').filter({ hasText: 'Payments' })).toContainText('mei')
      await page.goto(`${url}/admin/reports`)
      await main.getByRole('button', { name: 'Write a report' }).click()
      await dialog.getByRole('combobox', { name: 'About' }).click()
      await page.getByRole('option', { name: 'Payments' }).click()
      await dialog.getByRole('button', { name: 'Write it' }).click()
      await expect(article.getByText('Payments', { exact: true })).toBeVisible()
      await expect(article.getByRole('heading', { name: 'Work completed' })).toBeVisible({ timeout: 30_000 })
    })

    await test.step('a schedule follows somebody’s calendar', async () => {
      await page.goto(`${url}/admin/reports/schedules`)
      await main.getByRole('combobox', { name: 'Time zone' }).fill('Kathmandu')
      await page.getByRole('option', { name: 'Asia/Kathmandu' }).click()
      await main.getByRole('button', { name: 'Switch it on' }).click()
      await expect(main.getByText(/Next: .*00:00 GMT\+5:45/).first()).toBeVisible()
      await expect(main.getByText('Nothing was due yet')).toBeVisible()
      const everyone = main.getByRole('table', { name: /^Schedules of reports/ })
      await expect(everyone.getByRole('row').nth(1)).toContainText(/00:00.*00:00.*Asia\/Kathmandu/)
      await everyone.getByRole('button', { name: /^Change the reports of/ }).click()
      await dialog.getByText('Sunday', { exact: true }).click()
      await dialog.getByRole('button', { name: 'Save the schedule' }).click()
      await expect(dialog).toHaveCount(0)
      await expect(main.getByText(/no day is left out or told twice/)).toBeVisible()
      await inspect(page)
    })

    await test.step('a report goes with its versions', async () => {
      await page.goto(`${url}/admin/reports`)
      await main
        .getByText(/Count the tries/)
        .first()
        .click()
      await main.getByRole('button', { name: 'More to do' }).click()
      await page.getByRole('menuitem', { name: 'Remove the report' }).click()
      await dialog.getByRole('button', { name: 'Remove the report' }).click()
      await expect(page).toHaveURL(/\/reports$/)
      await expect(main.getByText(/Count the tries/)).toHaveCount(0)
    })
  } finally {
    await server.stop()
  }
})
