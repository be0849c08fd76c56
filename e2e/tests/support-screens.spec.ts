import type { Page } from '@playwright/test'
import { startModelServer, streaming } from '@quarterdeck/core/testing/outside'
import { openCustomer } from '../customers.ts'
import { inspect } from '../faults.ts'
import { ask, expect, post, signIn, test } from '../fixtures.ts'
import { type Server, startServer } from '../server.ts'

const question = 'How many days do I have to return my shoes?'
const returns = 'Shoes can be returned within 30 days of delivery. The label for the parcel is in the box.'
const answer = `You can return your shoes within 30 days of delivery [p1].
---
p1: "Shoes can be returned within 30 days of delivery"`

/** Nothing is wrong with a page, light or dark, wide or narrow. */
async function inspectPage(page: Page): Promise<void> {
  // No tooltip stands over the page.
  await page.mouse.move(700, 890)
  await expect(page.getByRole('tooltip')).toBeHidden()
  await inspect(page)
}

/** Keeps what the page gives to the operating system, which asks for leave once; the page is never in front. */
async function watchNotices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: object[] = []
    class Notice {
      static permission = 'default'
      static async requestPermission() {
        Notice.permission = 'granted'
        return 'granted'
      }
      onclick = null
      readonly title: string
      readonly body: string
      constructor(title: string, { body }: { body: string }) {
        this.title = title
        this.body = body
        shown.push(this)
      }
      close() {}
    }
    Object.assign(window, { Notification: Notice, shownNotices: shown })
    document.hasFocus = () => false
  })
}
const lastNotice = (page: Page) =>
  page.evaluate(() => {
    const { title, body } = Object(window).shownNotices.at(-1) ?? {}
    return [title, body].join('. ')
  })

test.describe('the screens of support', () => {
  let model: Awaited<ReturnType<typeof startModelServer>>
  let server: Server
  test.beforeAll(async () => {
    model = await startModelServer()
    server = await startServer({ settings: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } })
  })
  test.afterAll(async () => {
    await server.stop()
    await model.close()
  })

  test('queue, notices, assistants, canned replies, workflows and settings', async ({ page }) => {
    test.slow()
    page.setDefaultTimeout(15_000)
    const { url } = server
    await watchNotices(page)
    await signIn(page, url)
    const staff = page.request
    const customer = await openCustomer(url, 'Ada Osei')
    await post(staff, url, 'knowledge.add', { type: 'faq', title: 'Returns', content: returns })
    const article = page.getByRole('article')
    const queue = page.getByRole('table', { name: /^Escalations/ })

    await test.step('settings: what was touched is kept, the rest follows what another admin saves', async () => {
      await page.goto(`${url}/admin/settings`)
      await page.getByRole('link', { name: 'Show Support' }).click()
      const due = page.getByRole('region', { name: 'Due times' })
      await due.getByLabel('High').fill('30')
      await post(staff, url, 'support.updateSettings', { dueMinutes: { urgent: 20, high: 45 } })
      await expect(due.getByLabel('Urgent')).toHaveValue('20 min')
      await expect(due.getByLabel('High')).toHaveValue('30 min')
      await due.getByRole('button', { name: 'Save due times' }).click()
      await expect(due.getByRole('button', { name: 'Save due times' })).toBeDisabled()
      const budget = page.getByRole('region', { name: 'Budgets of the assistants' })
      await budget.getByLabel('US dollars in one conversation').fill('0.5')
      await budget.getByRole('button', { name: 'Save budgets' }).click()
      await page.getByLabel('Greeting').fill('Welcome to the shoe house.')
      await page.getByRole('button', { name: 'Save the words' }).click()
      await expect(page.getByRole('button', { name: 'Save the words' })).toBeDisabled()
      await expect
        .poll(() => ask(page, url, 'support.settings', {}))
        .toMatchObject({
          dueMinutes: { urgent: 20, high: 30, medium: 240 },
          budget: { conversationMicros: 500_000, dayMicros: 50_000_000 },
          greeting: 'Welcome to the shoe house.',
          offline: null,
        })
    })

    await test.step('a canned reply is written', async () => {
      await page.getByRole('button', { name: 'Add a canned reply' }).click()
      const dialog = page.getByRole('dialog', { name: 'Canned reply' })
      await dialog.getByLabel('Shortcut').fill('label')
      await dialog.getByLabel('Title').fill('Where the label is')
      await dialog.getByLabel('Text').fill('The label is in the box, under the paper.')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('/label', { exact: true })).toBeVisible()
      await inspectPage(page)
    })

    await test.step('an assistant: a new prompt is a new version', async () => {
      await page.goto(`${url}/admin/support/agents`)
      await page.getByRole('button', { name: 'Add an assistant' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Harbour')
      await dialog.getByRole('textbox', { name: 'Prompt' }).fill('Be brief.')
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('link', { name: /Harbour/ }).click()
      await page.getByRole('button', { name: 'Change' }).click()
      await dialog.getByRole('textbox', { name: 'Prompt' }).fill('Be brief and kind.')
      await dialog.getByRole('button', { name: 'Save the change' }).click()
      const prompts = page.getByRole('region', { name: 'Prompt, version by version' })
      await expect(prompts.getByRole('listitem')).toHaveText([/Version 2.*Be brief and kind/, /Version 1.*Be brief\./])
    })

    await test.step('a workflow is seen while it runs, cancelled, begun again, and led back to its message', async () => {
      model.replyWith(() => {})
      await page.goto(`${url}/admin/workflows`)
      await expect(page.getByText('No workflows yet')).toBeVisible()
      const { number } = await customer.ask(question, 'Shoes')
      const row = page.getByRole('link', { name: /Reply to a customer/ })
      await row.click()
      await expect(article.getByRole('listitem', { name: 'Generate' }).getByRole('img')).toHaveAccessibleName('In work')
      await article.getByRole('button', { name: 'Cancel' }).click()
      await expect(article.getByText('Cancelled')).toBeVisible()
      model.replyWith(streaming(answer))
      await article.getByRole('button', { name: 'Retry' }).click()
      await expect(article.getByText('sent: yes · what: answer').first()).toBeVisible()
      await expect(row.getByRole('img')).toHaveAccessibleName('Done')
      await expect(article.getByRole('list').first().getByRole('listitem')).toHaveCount(6)
      await article.getByText('action: answer').click()
      await expect(article.getByLabel('Decide as text')).toContainText('"answer"')
      await inspectPage(page)
      await article.getByRole('link', { name: `#${number} Shoes, message 1` }).click()
      await expect(page.locator('[data-sought="true"]')).toContainText(question)
      await article.getByRole('link', { name: 'How it came about' }).click()
      await expect(page.getByRole('heading', { name: 'Reply to a customer' })).toBeVisible()
    })

    await test.step('the assistant’s figures count it', async () => {
      await page.goto(`${url}/admin/support/agents`)
      await page.getByRole('link', { name: /Harbour.*1 conversations?/ }).click()
      await expect(page.getByText('Mean response')).toBeVisible()
      await inspectPage(page)
    })

    await test.step('the queue: on duty one is given what comes; off duty nobody is; the computer tells of it', async () => {
      await page.goto(`${url}/admin/support/queue`)
      await expect(page.getByText('Nobody waits for a person')).toBeVisible()
      const notify = page.getByRole('button', { name: 'Notify me of escalations' })
      await notify.click()
      await expect(notify).toHaveAttribute('aria-pressed', 'true')
      const duty = page.getByRole('switch', { name: 'On duty' })
      await duty.click()
      await expect(duty).toBeChecked()
      const first = await customer.ask('I want to speak to somebody', 'Somebody')
      await customer.wantsPerson(first)
      const row = queue.getByRole('row', { name: new RegExp(`#${first.number} Somebody`) })
      await expect(row).toContainText('Due in 30')
      await expect(row).not.toContainText('Nobody')
      await expect
        .poll(() => lastNotice(page))
        .toMatch(new RegExp(`^A customer waits for a person. Conversation #${first.number}, high priority. Due in 30`))
      await duty.click()
      await expect(duty).not.toBeChecked()
      await notify.click()
      await expect(notify).toHaveAttribute('aria-pressed', 'false')
      const second = await customer.ask('Is there anybody?', 'Anybody')
      await customer.wantsPerson(second)
      await expect(queue.getByRole('row', { name: new RegExp(`#${second.number} Anybody.*Nobody`) })).toBeVisible()
      await inspectPage(page)
      await page.clock.setFixedTime(Date.now() + 3_600_000)
      await expect(row).toContainText(/Overdue by (29|30)/)
      await page.clock.setFixedTime(Date.now())
      await expect(queue.getByRole('row').nth(1)).toContainText('Somebody')
      expect(await lastNotice(page)).toContain(`#${first.number},`)
      await row.getByRole('button', { name: 'Accept' }).click()
      await expect(article.getByRole('heading', { name: 'Somebody' })).toBeVisible()
    })

    await test.step('in the conversation the canned reply comes by its shortcut', async () => {
      const field = article.getByLabel('Write to the customer')
      await field.fill('Hello. /la')
      await expect(article.getByRole('option', { name: /Where the label is/ })).toBeVisible()
      await inspectPage(page)
      await field.press('Enter')
      await expect(field).toHaveValue('Hello. The label is in the box, under the paper.')
      await field.press('Enter')
      await expect(article.getByRole('list').first()).toContainText('Hello. The label is in the box')
    })
    await customer.close()
  })
})
