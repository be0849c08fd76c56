import type { Page } from '@playwright/test'
import { expect, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'

/** What the browser refused because of the content security policy, from the first line of each page on. */
function collectViolations(page: Page): string[] {
  const found: string[] = []
  page.on('console', message => {
    if (/content security policy|refused to/i.test(message.text())) found.push(`${page.url()}: ${message.text()}`)
  })
  return found
}

test('every screen, its charts and its dialogs work under the content security policy', async ({ page }) => {
  const server = await startServer({ demo: true })
  try {
    const violations = collectViolations(page)
    await signIn(page, server.url)
    await expect(page.getByText('This is sample data')).toBeVisible({ timeout: 30_000 })
    const policy = (await page.request.get(`${server.url}/admin`)).headers()['content-security-policy']
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/unsafe-eval|script-src/)
    const screens = [
      '',
      'issues',
      'events',
      'funnels',
      'funnels/new',
      'people',
      'billing',
      'webhooks',
      'audit',
      'settings',
    ]
    for (const path of screens) {
      await page.goto(`${server.url}/admin/${path}`)
      await expect(page.getByText('Live', { exact: true })).toBeVisible()
    }
    await page.goto(`${server.url}/admin`)
    await expect(page.locator('.recharts-surface').first()).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    for (const path of ['', 'sign-in', 'sign-up', 'home']) {
      await page.goto(`${server.url}/${path}`)
      await expect(page.locator('body')).not.toBeEmpty()
    }
    expect(violations).toEqual([])
  } finally {
    await server.stop()
  }
})

test('an injected script does not run, and the browser says so', async ({ page, server }) => {
  const violations = collectViolations(page)
  await page.goto(server.url)
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.stolen = true'
    document.body.append(script)
  })
  expect(await page.evaluate(() => Reflect.get(window, 'stolen'))).toBeUndefined()
  expect(violations).toHaveLength(1)
})
