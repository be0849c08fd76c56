import { expect, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'

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
    await page.goto(`${server.url}/admin/funnels`)
    await expect(page.getByText('Sign-up', { exact: true })).toBeHidden()
  } finally {
    await server.stop()
  }
})
