import { expectNoFaults } from '../faults.ts'
import { ask, expect, test } from '../fixtures.ts'
import { elsewhere, signUp } from '../people.ts'

test('no screen of access has a fault of accessibility, in light and in dark', async ({
  consolePage,
  browser,
  server,
}) => {
  test.setTimeout(180_000)
  const customer = await elsewhere(browser)
  await signUp(customer, server.url, 'Fay', 'fay@example.com')
  const { items } = (await ask(consolePage, server.url, 'people.list', { search: 'fay@' })) as {
    items: { id: string }[]
  }
  const inConsole = [
    '/people',
    '/people?tab=invitations',
    `/people/${items[0]?.id}`,
    '/support',
    '/support/queue',
    '/support/agents',
    '/billing',
    '/billing?tab=subscriptions',
    '/webhooks',
    '/webhooks?i=refused',
    '/emails',
    '/audit',
    '/system',
    '/account',
    '/settings',
  ]
  const inPortal = ['/home', '/support', '/account', '/sessions', '/billing']
  const links = [
    '/forgot-password',
    '/reset-password?token=x',
    '/verify-email?token=x',
    '/invitation?token=x',
    '/invitation',
  ]
  for (const path of inConsole) {
    await consolePage.goto(`${server.url}/admin${path}`)
    await expect(consolePage.getByText('Live', { exact: true })).toBeVisible()
    await expect(consolePage.locator('[aria-busy]')).toHaveCount(0)
    await expectNoFaults(consolePage, path)
  }
  for (const path of [...inPortal, ...links]) {
    await customer.goto(`${server.url}${path}`)
    await expect(customer.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(customer.locator('[aria-busy]')).toHaveCount(0)
    await expectNoFaults(customer, path)
  }
})
