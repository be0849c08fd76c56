import { readFile } from 'node:fs/promises'
import { faultsOf } from '../faults.ts'
import { ask, expect, signInByForm, test } from '../fixtures.ts'
import { elsewhere, linkInOutbox, password, signUp } from '../people.ts'

// Who gets in, with what, and how they are shown out: as people do it, on screens that are open meanwhile.

test('an invitation is accepted in another browser, and the open list shows who came', async ({
  consolePage,
  browser,
  server,
}) => {
  await consolePage.goto(`${server.url}/admin/people?tab=invitations`)
  await consolePage.getByRole('button', { name: 'Invite' }).first().click()
  const dialog = consolePage.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill('mei@example.com')
  expect(await faultsOf(consolePage)).toEqual([])
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const link = (await dialog.getByText(/\/invitation\?token=/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(consolePage.getByRole('cell', { name: 'mei@example.com', exact: true })).toBeVisible()

  const guest = await elsewhere(browser)
  await test.step('the link asks for a password worth having', async () => {
    await guest.goto(link)
    expect(await faultsOf(guest)).toEqual([])
    await guest.getByLabel('Name').fill('Mei Tanaka')
    await guest.getByRole('textbox', { name: 'Password' }).fill('short')
    await guest.getByRole('button', { name: 'Accept the invitation' }).click()
    await expect(guest.getByText(/at least 10 characters$/).last()).toBeVisible()
  })
  await test.step('and lets in', async () => {
    await guest.getByRole('textbox', { name: 'Password' }).fill(password)
    await guest.getByRole('button', { name: 'Accept the invitation' }).click()
    await guest.getByRole('link', { name: 'Open the console' }).click()
    await expect(guest.getByText('Live', { exact: true })).toBeVisible()
    await expect(guest.getByRole('link', { name: 'People' })).toBeVisible()
    await expect(guest.getByRole('link', { name: 'Audit log' }), 'an agent has no use for it').toBeHidden()
  })

  await expect(consolePage.getByText('No open invitations'), 'without a reload').toBeVisible()
  await consolePage.getByText('People', { exact: true }).last().click()
  await consolePage.getByRole('link', { name: 'Mei Tanaka' }).click()
  await expect(consolePage.getByRole('heading', { name: 'Mei Tanaka' })).toBeVisible()
  await expect(consolePage.getByText('Signed in').first()).toBeVisible()

  await test.step('a role that changes changes at once what is offered', async () => {
    await guest.goto(`${server.url}/admin/funnels`)
    await expect(guest.getByRole('link', { name: 'New funnel' }).first()).toBeVisible()
    await expect(guest.getByText('Live', { exact: true })).toBeVisible()
    await consolePage.getByRole('combobox', { name: 'Role' }).click()
    await consolePage.getByRole('option', { name: 'Viewer' }).click()
    await expect(guest.getByRole('link', { name: 'View only' })).toBeVisible()
    await expect(guest.getByRole('link', { name: 'New funnel' })).toHaveCount(0)
    await guest.goto(`${server.url}/admin/funnels/new`)
    await expect(guest.getByText('Agents, admins and owners build funnels')).toBeVisible()
  })

  await test.step('the link works once', async () => {
    const late = await elsewhere(browser)
    await late.goto(link)
    await late.getByRole('textbox', { name: 'Password' }).fill(password)
    await late.getByRole('button', { name: 'Accept the invitation' }).click()
    await expect(late.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible()
  })
})

test('an API key is shown once, works, and is refused when it is revoked; the audit log has it all', async ({
  consolePage,
  request,
  server,
}) => {
  await consolePage.goto(`${server.url}/admin/settings`)
  await consolePage.getByRole('button', { name: 'New key' }).click()
  const dialog = consolePage.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Nightly report')
  expect(await faultsOf(consolePage)).toEqual([])
  await dialog.getByRole('button', { name: 'Make key' }).click()
  const key = (await dialog.getByText(/^qd_/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(consolePage.getByText(key)).toBeHidden()

  const call = () => request.get(`${server.url}/trpc/funnels.list`, { headers: { authorization: `Bearer ${key}` } })
  expect((await call()).status()).toBe(200)
  const mayNot = await request.post(`${server.url}/trpc/issues.detect`, {
    headers: { authorization: `Bearer ${key}` },
    data: {},
  })
  expect(mayNot.status(), 'a key that may read cannot write').toBe(403)

  await consolePage.reload()
  await expect(consolePage.getByRole('cell', { name: 'Nightly report', exact: true })).toBeVisible()
  await expect(consolePage.getByText(key)).toBeHidden()
  await consolePage.getByRole('button', { name: 'Revoke Nightly report' }).click()
  await consolePage.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click()
  await expect(consolePage.getByRole('cell', { name: 'Nightly report', exact: true })).toBeHidden()
  expect((await call()).status()).toBe(401)

  await test.step('the audit log says who did what, without the key', async () => {
    await consolePage.goto(`${server.url}/admin/audit?action=apiKeys.`)
    await consolePage.getByRole('link', { name: 'Revoked an API key' }).click()
    const panel = consolePage.getByRole('complementary')
    await expect(panel.getByText('Nightly report')).toBeVisible()
    await expect(panel.getByText('apiKeys.revoke')).toBeVisible()
    await expect(consolePage).toHaveURL(/action=apiKeys\./)
    const { items } = (await ask(consolePage, server.url, 'audit.list', { action: 'apiKeys.' })) as { items: unknown[] }
    expect(items.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(items)).not.toContain(key)
  })
})

test('a sign-in elsewhere is seen at once, and ended from here', async ({ consolePage, browser, server }) => {
  await consolePage.goto(`${server.url}/admin/account`)
  await expect(consolePage.getByText('This device')).toBeVisible()
  const before = await consolePage.getByRole('button', { name: /^Sign out / }).count()

  const second = await elsewhere(browser)
  await signInByForm(second, server.url)
  await second.goto(`${server.url}/admin/account`)
  await expect(second.getByText('This device')).toBeVisible()
  // "Sign out everywhere" is one of them.
  await expect(consolePage.getByRole('button', { name: /^Sign out / }), 'without a reload').toHaveCount(before + 1)

  // The newest sign-in is at the head.
  await consolePage.getByRole('button', { name: 'Sign out Chrome on Linux' }).first().click()
  await expect(second.getByRole('heading', { name: 'Sign in to Quarterdeck' }), 'shown out').toBeVisible()
  await expect(consolePage.getByRole('button', { name: /^Sign out / })).toHaveCount(before)
})

test('a forgotten password is replaced through the mail in the outbox', async ({ consolePage, browser, server }) => {
  const customer = await elsewhere(browser)
  await signUp(customer, server.url, 'Bo', 'bo@example.com')
  await customer.goto(`${server.url}/sessions`)
  await expect(customer.getByText('This device')).toBeVisible()

  const forgetful = await elsewhere(browser)
  await forgetful.goto(`${server.url}/sign-in`)
  await forgetful.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await forgetful.getByLabel('E-mail').fill('bo@example.com')
  await forgetful.getByRole('button', { name: 'Send the link' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Look at your mail' })).toBeVisible()

  await forgetful.goto(await linkInOutbox(consolePage, server.url, 'Choose a new password', 'bo@example.com'))
  await forgetful.getByRole('textbox', { name: 'New password' }).fill('another long password')
  await forgetful.getByRole('button', { name: 'Set the password' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Your password is changed' })).toBeVisible()
  await expect(customer, 'who was signed in with the old one is out').toHaveURL(/\/sign-in/)

  await forgetful.getByRole('link', { name: 'Sign in' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await forgetful.getByLabel('E-mail').fill('bo@example.com')
  await forgetful.getByRole('textbox', { name: 'Password' }).fill('another long password')
  await forgetful.getByRole('button', { name: 'Sign in' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Welcome, Bo' })).toBeVisible()
  await expect(forgetful.getByText('Confirmed', { exact: true }), 'the link proved the address').toBeVisible()
})

test('an address is confirmed, and an old link says so plainly', async ({ consolePage, browser, server }) => {
  const customer = await elsewhere(browser)
  await signUp(customer, server.url, 'Cleo', 'cleo@example.com')
  await expect(customer.getByText('Not confirmed')).toBeVisible()
  const link = await linkInOutbox(consolePage, server.url, 'Confirm your e-mail address', 'cleo@example.com')
  const mailReader = await customer.context().newPage()
  await mailReader.goto(link)
  await mailReader.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(mailReader.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
  await expect(customer.getByText('Confirmed', { exact: true }), 'without a reload').toBeVisible()
  await mailReader.goto(link)
  await mailReader.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(mailReader.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
})

test('a customer takes their data along and leaves; an admin erases another', async ({
  consolePage,
  browser,
  server,
}) => {
  const leaving = await elsewhere(browser)
  await signUp(leaving, server.url, 'Dana Leaving', 'dana@example.com')
  await consolePage.goto(`${server.url}/admin/people`)
  await expect(consolePage.getByRole('link', { name: 'Dana Leaving' })).toBeVisible()

  await leaving.goto(`${server.url}/account`)
  const downloading = leaving.waitForEvent('download')
  await leaving.getByRole('button', { name: 'Export my data' }).click()
  const file = await (await downloading).path()
  expect(JSON.stringify(JSON.parse(await readFile(file, 'utf8')))).toContain('dana@example.com')

  await leaving.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = leaving.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Delete for good' })).toBeDisabled()
  expect(await faultsOf(leaving)).toEqual([])
  await dialog.getByLabel('Type dana@example.com to confirm').fill('dana@example.com')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await expect(leaving.getByText('Your account is deleted.')).toBeVisible()
  await expect(consolePage.getByRole('link', { name: 'Dana Leaving' }), 'without a reload').toBeHidden()

  await signUp(await elsewhere(browser), server.url, 'Eli Gone', 'eli@example.com')
  await consolePage.getByRole('link', { name: 'Eli Gone' }).click()
  await consolePage.getByRole('button', { name: 'More for Eli Gone' }).click()
  await consolePage.getByRole('menuitem', { name: 'Erase' }).click()
  await consolePage.getByLabel('Type eli@example.com to confirm').fill('eli@example.com')
  await consolePage.getByRole('button', { name: 'Erase for good' }).click()
  await expect(consolePage).toHaveURL(/\/people$/)
  await expect(consolePage.getByRole('link', { name: 'Eli Gone' })).toBeHidden()
})

test('too many tries are told how long to wait', async ({ browser, server }) => {
  const page = await elsewhere(browser)
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('a guess')
  for (let tries = 0; tries < 6; tries++) {
    const answered = page.waitForResponse(/auth\.signIn/)
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect((await answered).status()).toBe(tries < 5 ? 401 : 429)
  }
  await expect(page.getByText(/^Too many tries\. Try again in 1[45]\smin\.$/)).toBeVisible()
})
