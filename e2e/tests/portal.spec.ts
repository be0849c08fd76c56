import { expectNoFaults, faultsOf } from '../faults.ts'
import { ask, expect, test } from '../fixtures.ts'

test('a customer signs up, and the portal’s own tracker tells it', async ({ browser, consolePage, server }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(server.url)
  expect(await faultsOf(page)).toEqual([])
  await page.goto(`${server.url}/sign-up`)
  await page.getByLabel('Name').fill('Ana Silva')
  await page.getByLabel('E-mail').fill('ana@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password')
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome, Ana' })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  const names = async () => {
    const { items } = (await ask(consolePage, server.url, 'events.names', {})) as { items: { name: string }[] }
    return items.map(({ name }) => name)
  }
  await expect
    .poll(names)
    .toEqual(expect.arrayContaining(['page_view', 'sign_up_started', 'sign_up_completed', 'identify']))

  await test.step('a customer has no business in the console', async () => {
    await page.goto(`${server.url}/admin/issues`)
    await expect(page.getByText('No open issues')).toBeHidden()
    const response = await page.request.get(`${server.url}/trpc/issues.list`)
    expect(response.status()).toBe(403)
  })
})

test('the console has no fault of accessibility, in light and in dark', async ({ consolePage, server }) => {
  for (const path of [
    '',
    '/issues',
    '/issues?view=table',
    '/issues?view=board',
    '/funnels',
    '/funnels/new',
    '/events',
    '/settings',
  ]) {
    await consolePage.goto(`${server.url}/admin${path}`)
    await expect(consolePage.getByText('Live', { exact: true })).toBeVisible()
    await expectNoFaults(consolePage, path)
  }
})
