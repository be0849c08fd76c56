import { inspect } from '../faults.ts'
import { ask, expect, signIn, test } from '../fixtures.ts'
import { startOutside } from '../outside.ts'
import { startServer } from '../server.ts'

test('what exists outside is linked by pasting it, and test messages are sent', async ({ page }) => {
  test.slow()
  const outside = await startOutside()
  const server = await startServer({ settings: { ...outside.settings, NOTIFY_EMAIL: '1' } })
  const post = async (procedure: string, data: object) => {
    const answer = await page.request.post(`${server.url}/trpc/${procedure}`, { data, headers: { origin: server.url } })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()).result.data
  }
  try {
    await signIn(page, server.url)
    const steps = ['cart', 'paid'].map(event => ({ name: event, match: { event } }))
    const funnel = await post('funnels.create', { name: 'Checkout', steps })
    const issue = await post('issues.create', { title: 'Nobody pays', funnelId: funnel.id, step: 'cart' })
    const side = page.getByRole('complementary', { name: 'Status and history' })
    const dialog = page.getByRole('dialog')

    await test.step('a ticket: mistakes are said, and one that is not there too', async () => {
      await page.goto(`${server.url}/admin/issues?i=${issue.id}`)
      await side.getByRole('button', { name: 'Link a Jira ticket' }).click()
      await dialog.getByLabel('Ticket').fill('the one of yesterday')
      await dialog.getByRole('button', { name: 'Link', exact: true }).click()
      await expect(dialog.getByText(/This is no ticket/)).toBeVisible()
      await dialog.getByLabel('Ticket').fill('acme/shop#7')
      await page.keyboard.press('Enter')
      await expect(dialog.getByText('acme/shop#7 is a pull request')).toBeVisible()
      await dialog.getByLabel('Ticket').fill('ops-9')
      await page.keyboard.press('Enter')
      const ticket = side.getByRole('listitem', { name: 'Jira ticket' })
      await expect(ticket.getByRole('link', { name: 'OPS-9' })).toHaveAttribute(
        'href',
        `${outside.jira.url}/browse/OPS-9`,
      )
      await expect(ticket.getByText(/404: No such issue/)).toBeVisible()
    })

    await test.step('a pull request, by its address', async () => {
      await side.getByRole('button', { name: 'Link a pull request' }).click()
      await dialog.getByLabel('Pull request').fill('https://github.com/acme/shop/pull/12/files')
      await page.keyboard.press('Enter')
      const pull = side.getByRole('listitem', { name: 'Pull request' })
      await expect(pull.getByRole('link')).toHaveAttribute('href', 'https://github.com/acme/shop/pull/12')
    })

    await test.step('nothing is wrong with the page, light or dark, wide or narrow', () => inspect(page))

    await test.step('the integrations say what is set up, and each channel takes a test message', async () => {
      await page.goto(`${server.url}/admin/settings`)
      await page.getByRole('region', { name: 'Integrations' }).getByRole('link', { name: 'Show' }).click()
      const webhook = page.getByRole('listitem', { name: 'Outgoing webhook' })
      await expect(webhook.getByText('Not set up')).toBeVisible()
      await expect(webhook.getByText('NOTIFY_WEBHOOK_SECRET')).toBeVisible()
      await inspect(page)
      await page.getByRole('button', { name: 'Send a test message to Slack' }).click()
      await expect(page.getByText('Test message: Slack took it.')).toBeVisible()
      expect(outside.slack.messages.at(-1)?.text).toContain('test message')
      await page.getByRole('button', { name: 'Send a test message to E-mail' }).click()
      await expect(page.getByText(/Test message: It waits in the outbox/)).toBeVisible()
      outside.slack.spoil('rate-limited')
      await page.getByRole('button', { name: 'Send a test message to Slack' }).click()
      await expect(page.getByText(/Slack answered 429: slow down/)).toBeVisible()
      const { items } = (await ask(page, server.url, 'audit.list', { action: 'issues.sendTestMessage' })) as {
        items: object[]
      }
      expect(items).toHaveLength(2)
    })
  } finally {
    await server.stop()
    await outside.stop()
  }
})
