import { makePdf } from '@quarterdeck/core/testing/outside'
import { inspect } from '../faults.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { elsewhere, signUp } from '../people.ts'
import { type Server, startServer } from '../server.ts'

// One of its own: documents and conversations of here would stand in other files' lists.
let server: Server
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer()
})
test.afterAll(() => server.stop())

test.use({ actionTimeout: 10_000 })

const returns = `# Returns

Goods may come back within **thirty days**. See [the form](https://shop.example/form) and [this](javascript:alert(1)).

<script>document.title = 'taken over'</script>

## Refunds

The money is there two days after the parcel.

| By | Days |
|---|---|
| Card | 2 |
`

test('documents come in, are read, changed and compared, and answer questions', async ({ browser, page }) => {
  test.slow()
  await signIn(page, server.url)
  const dialog = page.getByRole('dialog', { name: 'Add a document' })
  const text = page.getByRole('textbox', { name: 'Text' })
  const view = (name: string) => page.getByRole('radiogroup', { name: 'View' }).getByText(name, { exact: true }).click()
  const add = async () => {
    await page.goto(`${server.url}/admin/knowledge`)
    await page.getByRole('button', { name: 'Add a document' }).first().click()
  }

  await test.step('a text is pasted, and shown as its readers see it: nothing in it runs', async () => {
    await add()
    await dialog.getByLabel('Or paste its text').fill(returns)
    await dialog.getByLabel('Title').fill('Returns')
    await dialog.getByLabel('Address').fill('not an address')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog.getByText(/invalid url/i)).toBeVisible()
    await inspect(page)
    await dialog.getByLabel('Address').fill('')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Refunds' })).toBeVisible()
    await expect(page.getByText('thirty days', { exact: true })).toHaveCSS('font-weight', /600|700/)
    const link = page.getByRole('link', { name: 'the form' })
    await expect(link).toHaveAttribute('rel', /noopener/)
    await expect(page.getByRole('link', { name: 'this', exact: true })).toHaveCount(0)
    expect(await page.title()).toBe('Returns · Quarterdeck')
    await inspect(page)
  })

  await test.step('it is edited, with a preview; the change is a new version', async () => {
    await view('Edit')
    await text.fill(returns.replace('two days after', 'one day after'))
    await page.getByText('Preview', { exact: true }).click()
    await expect(page.getByText('The money is there one day after the parcel.')).toBeVisible()
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'Policy' }).click()
    await page.getByRole('textbox', { name: 'Category' }).fill('Orders')
    await page.getByRole('combobox', { name: 'Tags' }).fill('returns')
    await page.keyboard.press('Enter')
    await inspect(page)
    await page.getByRole('button', { name: 'Save the change' }).click()
    await expect(page.getByText('Saved as version 2.')).toBeVisible()
    await expect(page.getByRole('definition').filter({ hasText: 'Orders' })).toBeVisible()
  })

  await test.step('versions are compared, and an old one is brought back', async () => {
    await view('Versions')
    await page.getByRole('button', { name: 'Compare version 2' }).click()
    await expect(page.getByText(/Removed: The money is there two days/)).toBeVisible()
    await expect(page.getByText(/Added: The money is there one day/)).toBeVisible()
    await expect(page.getByText(/lines as before/).first()).toBeVisible()
    await inspect(page)
    await page.getByRole('button', { name: 'Bring back version 1' }).click()
    await expect(page.getByText('Version 3, the current one')).toBeVisible()
    await view('Read')
    await expect(page.getByText('The money is there two days after the parcel.')).toBeVisible()
  })

  await test.step('files: what cannot be read is said at the field, a PDF of megabytes comes in', async () => {
    await add()
    const choose = (name: string, buffer: Buffer) =>
      dialog.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer })
    await choose('warranty.pdf', Buffer.from('89504e470d0a1a0a', 'hex'))
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog.getByRole('alert')).toHaveText(/This is no PDF, and no text/)
    await choose('huge.pdf', Buffer.alloc(10 * 1_048_576 + 1))
    await expect(dialog.getByRole('alert')).toHaveText(/larger than 10 MB/)
    await choose('warranty.pdf', makePdf(['The warranty covers the battery for two years.'], 4_000_000))
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByText('The warranty covers the battery for two years.')).toBeVisible()
    await expect(page.getByText('Page 1')).toBeVisible()
  })

  await test.step('a file is dropped', async () => {
    await add()
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['# Opening hours\n\nFrom nine to five.'], 'hours.md'))
      return transfer
    })
    await dialog.getByText('Choose a file, or drop one here').dispatchEvent('drop', { dataTransfer: data })
    await expect(dialog.getByLabel('Title')).toHaveValue('hours')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByText('From nine to five.')).toBeVisible()
  })

  await test.step('a question shows what is found, why, and where it stands', async () => {
    await page.goto(`${server.url}/admin/knowledge?tab=try`)
    await page.getByRole('textbox', { name: 'Question' }).fill('How long does the warranty cover batteries?')
    await page.getByRole('button', { name: 'Ask' }).click()
    const first = page.getByRole('listitem').filter({ hasText: 'two years' })
    await expect(first.getByText(/^Score \d+\.\d\d:/)).toBeVisible()
    await expect(first.locator('mark').filter({ hasText: 'warranty' })).toBeVisible()
    await expect(first.getByText(/% of what the words are worth/)).toBeVisible()
    await inspect(page)
    await first.getByRole('link', { name: 'warranty' }).click()
    const passage = page.locator('[aria-current=true]').filter({ hasText: 'The warranty covers' })
    await expect(passage).toBeVisible()
    await inspect(page)
  })

  await test.step('a customer’s answer leads to its source; what nothing answers is collected, and resolved', async () => {
    const customer = await elsewhere(browser)
    await signUp(customer, server.url, 'Mei', 'mei@example.com')
    await customer.goto(`${server.url}/support`)
    const thread = customer.getByRole('region', { name: 'Messages' })
    await customer.getByLabel('What can we do for you?').fill('How long does the warranty cover the battery?')
    await customer.getByRole('button', { name: 'Send' }).click()
    await thread
      .getByRole('list', { name: 'Sources' })
      .getByText(/warranty › Page 1/)
      .click()
    const opened = customer.waitForEvent('popup')
    await thread.getByRole('link', { name: 'Read it whole' }).first().click()
    const help = await opened
    await expect(help.getByRole('heading', { name: 'warranty', level: 1 })).toBeVisible()
    await expect(help.locator('section[data-target=true]')).toContainText('two years')
    await inspect(help)
    // Whoever has the address may read it, as visitors of other sites must.
    const visitor = await elsewhere(browser)
    await visitor.goto(help.url())
    await expect(visitor.getByText('The warranty covers the battery for two years.')).toBeVisible()
    await visitor.goto(help.url().replace(/answer=[^#]+/, `answer=${crypto.randomUUID()}`))
    await expect(visitor.getByRole('heading', { name: 'This page is not there any more' })).toBeVisible()

    await customer.getByRole('link', { name: 'New conversation' }).click()
    await customer.getByLabel('What can we do for you?').fill('Do you sell submarines?')
    await customer.getByRole('button', { name: 'Send' }).click()
    await expect(thread.getByRole('listitem').nth(1)).toBeVisible()
    await page.goto(`${server.url}/admin/knowledge?tab=unanswered`)
    const row = page.getByRole('row').filter({ hasText: 'Do you sell submarines?' })
    await expect(row).toBeVisible()
    await inspect(page)
    await row.getByRole('button', { name: 'Add a document' }).click()
    await expect(dialog.getByLabel('Title')).toHaveValue('Do you sell submarines?')
    await dialog.getByLabel('Or paste its text').fill('We sell no submarines, and never did.')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Do you sell submarines?' })).toBeVisible()
    await page.goto(`${server.url}/admin/knowledge?tab=unanswered`)
    await expect(row).toHaveCount(0)
    await expect(page.getByText('No question waits for an answer')).toBeVisible()
  })
})
