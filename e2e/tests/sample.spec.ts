import { expect, signIn, test } from '../fixtures.ts'
import { startServer, writeKey } from '../server.ts'

test('a new installation shows sample data that goes with one click', async ({ page }) => {
  const server = await startServer({ demo: true })
  try {
    await signIn(page, server.url)
    await expect(page.getByText('This is sample data')).toBeVisible({ timeout: 30_000 })
    await page.goto(`${server.url}/admin/issues`)
    await expect(page.getByText(/fell to/).first()).toBeVisible({ timeout: 30_000 })
    await page.goto(`${server.url}/admin`)
    await page.getByRole('button', { name: 'Remove sample data' }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: /remove/i })
    if (await confirm.isVisible().catch(() => false)) await confirm.click()
    await expect(page.getByText('This is sample data')).toBeHidden({ timeout: 30_000 })
    // From here on Home begins with the way to the first event, and sees it arrive.
    await expect(page.getByText('Waiting for the first event')).toBeVisible()
    const start = page.getByText('Getting started')
    const today = page.getByText('Events today')
    expect((await start.boundingBox())?.y).toBeLessThan((await today.boundingBox())?.y ?? 0)
    const sent = await page.request.post(`${server.url}/v1/batch`, {
      headers: { 'x-write-key': writeKey },
      data: { events: [{ id: 'first', name: 'hello', visitId: 'visit-1', timestamp: new Date().toISOString() }] },
    })
    expect(sent.ok()).toBe(true)
    await page.getByRole('link', { name: 'See what arrives' }).click()
    await expect(page.getByRole('cell', { name: 'hello' })).toBeVisible()
    await page.goto(`${server.url}/admin/funnels`)
    await expect(page.getByText('Sign-up', { exact: true })).toBeHidden()
    // An address that is no page leaves the menu in place.
    await page.goto(`${server.url}/admin/no/such/page`)
    await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Issues' }).click()
    await expect(page.getByRole('heading', { name: 'Issues', exact: true })).toBeVisible()
  } finally {
    await server.stop()
  }
})
