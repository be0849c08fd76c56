import { openTwilioServer } from '@quarterdeck/core/testing/outside'
import { expectNoFaults } from '../faults.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'

test('an answer to a telephone shows how far it came, and another try when it did not come through', async ({
  page,
}) => {
  test.slow()
  const twilio = await openTwilioServer()
  const { apiUrl, accountSid, authToken, from } = twilio.settings
  const settings = { TWILIO_API_URL: apiUrl, TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }
  const server = await startServer({ settings: { ...settings, TWILIO_FROM: from } })
  const tell = async (path: string, fields: Record<string, string>) => {
    const form = new URLSearchParams(fields)
    const headers = { 'x-twilio-signature': twilio.sign(server.url + path, form) }
    expect((await fetch(server.url + path, { method: 'POST', body: form, headers })).status).toBe(202)
  }
  const sid = `SM${'f'.repeat(32)}`
  const said = page.getByRole('region', { name: 'Messages' }).getByRole('list')
  const article = page.getByRole('article')
  const mine = said.getByRole('listitem').filter({ hasText: 'It left today' })
  try {
    await signIn(page, server.url)
    await tell('/webhooks/twilio', { MessageSid: sid, From: '+4930111111', Body: 'Where is it?', ProfileName: 'Ana' })
    await page.goto(`${server.url}/admin/support`)
    await page.getByRole('link', { name: /Ana/ }).click()
    await expect(article.getByText('SMS', { exact: true })).toBeVisible()
    await expect.poll(() => twilio.sent.length).toBeGreaterThan(0)

    twilio.optedOut.add('+4930111111')
    await article.getByLabel('Write to the customer').fill('It left today')
    await page.keyboard.press('Enter')
    await expect(mine).toContainText('Attempt to send to unsubscribed recipient (21610)')
    await expectNoFaults(page)

    twilio.optedOut.clear()
    await mine.getByRole('button', { name: 'Try again' }).click()
    await expect(mine).toContainText('on its way by SMS')
    const sent = twilio.sent.find(({ body }) => body === 'It left today')
    await tell('/webhooks/twilio/status', { MessageSid: sent?.sid ?? '', MessageStatus: 'delivered' })
    await expect(mine).toContainText('delivered by SMS')
  } finally {
    await server.stop()
    await twilio.close()
  }
})
