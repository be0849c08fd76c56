import type { BrowserContext, Locator, Page } from '@playwright/test'
import { inspect } from '../faults.ts'
import { expect, post, signIn, test } from '../fixtures.ts'
import { elsewhere, linkInOutbox, password, signUp } from '../people.ts'
import { type Server, startServer } from '../server.ts'

test.use({ actionTimeout: 10_000 })

const first = 'I have always wanted to learn how bridges stand.'
const second = 'My grandmother build one over the river.'

/** A link that was sent, read in the outbox beside what the owner's page shows. */
async function linkSent(owner: Page, url: string, subject: string, to: string): Promise<URL> {
  const outbox = await owner.context().newPage()
  const link = await linkInOutbox(outbox, url, subject, to)
  await outbox.close()
  return new URL(link)
}

/** Another of those who edit, in a browser of their own. */
async function openEditor(context: BrowserContext, owner: Page, url: string): Promise<Page> {
  await post(owner.request, url, 'invitations.create', { email: 'ada@example.com', role: 'agent' })
  const { searchParams } = await linkSent(owner, url, 'You are invited', 'ada@example.com')
  await post(context.request, url, 'invitations.accept', { token: searchParams.get('token'), name: 'Ada', password })
  return context.newPage()
}

const texts = (page: Page) => page.getByRole('textbox', { name: 'Edited text' })
const state = (page: Page) => page.getByRole('region', { name: 'Edited' }).getByRole('status')
const part = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Part' }).getByText(name, { exact: true }).click()

/** Writes at the end of the paragraph that holds these words. */
async function writeAfter(field: Locator, words: string, more: string): Promise<void> {
  await field.getByText(words).click()
  await field.press('End')
  await field.pressSequentially(more)
}

/** Selects a word of a text. */
async function choose(field: Locator, word: string): Promise<void> {
  await field.focus()
  await field.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at >= 0) return getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
    }
    throw new Error(`The text has no ${wanted}`)
  }, word)
}

let server: Server
test.beforeAll(async () => {
  server = await startServer({ turnable: true })
})
test.afterAll(() => server.stop())

test('an essay is ordered, edited by two, finished, and read by whoever has a link that works', async ({
  browser,
  page: console,
}) => {
  test.setTimeout(480_000)
  const { url } = server
  const customer = await elsewhere(browser)
  await signUp(customer, url, 'Mei Tanaka', 'mei@example.com')
  await signIn(console, url)

  await test.step('a form without what it needs says so at its fields', async () => {
    await customer.goto(`${url}/essays`)
    await customer.getByRole('link', { name: 'Order a review' }).click()
    await expect(customer.getByLabel('Student’s name')).toHaveValue('Mei Tanaka')
    await customer.getByLabel('Student’s e-mail').fill('mei')
    await customer.getByRole('button', { name: 'Order the review' }).click()
    await expect(customer.getByText('Give a full e-mail address')).toBeVisible()
    await expect(customer.getByText('Give what it is for')).toBeVisible()
    await expect(customer.getByText('Write or paste the essay.')).toBeVisible()
    await inspect(customer)
  })

  await test.step('the price follows what is written; the order costs what was said', async () => {
    const essay = customer.getByRole('textbox', { name: 'Essay' })
    const price = customer.getByRole('status', { name: 'Price' })
    await customer.getByLabel('Student’s e-mail').fill('mei@example.com')
    await customer.getByRole('combobox', { name: 'What it is for' }).fill('Personal statement')
    await customer.getByLabel('What the program asks').fill('Why engineering?')
    await essay.click()
    await customer.getByRole('button', { name: 'Bold' }).click()
    await essay.pressSequentially(first)
    await customer.getByRole('button', { name: 'Bold' }).click()
    await essay.press('Enter')
    await essay.pressSequentially(second)
    await expect(price).toContainText('16 words')
    await essay.press('Enter')
    // Pasted as people paste, with what would run on a careless page.
    await essay.evaluate(
      (element, html) => {
        const data = new DataTransfer()
        data.setData('text/html', html)
        data.setData('text/plain', 'word '.repeat(100))
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      },
      `<p>${'word '.repeat(100)}<img src=x onerror="document.title='taken over'"><a href="javascript:alert(1)">end</a></p>`,
    )
    await expect(price).toContainText('117 words')
    await customer.getByRole('radio', { name: 'Urgent' }).click()
    await expect(price).toContainText('$23.40')
    // Kept a moment after the last change; a reload loses nothing.
    await expect
      .poll(() => customer.evaluate(() => JSON.stringify(Object.entries(sessionStorage)).includes('urgent')))
      .toBe(true)
    await customer.reload()
    await expect(price).toContainText('117 words')
    await expect(customer.getByText('What you had written is here again.')).toBeVisible()
    await expect(price).toContainText('$23.40')
  })

  await test.step('an order whose answer is lost on the way is made once', async () => {
    await customer.route('**/trpc/essayRequests.create**', async route => {
      await route.fetch()
      await route.abort('connectionreset')
      await customer.unroute('**/trpc/essayRequests.create**')
    })
    const button = customer.getByRole('button', { name: 'Order the review' })
    await button.click()
    await expect(customer.getByText('The server did not answer.', { exact: false })).toBeVisible()
    await button.click()
    await expect(customer.getByRole('heading', { name: 'Personal statement #1' })).toBeVisible()
    await expect(customer.getByText('$23.40 for 117 words')).toBeVisible()
    await expect(customer.getByText(first)).toHaveCSS('font-weight', /600|700/)
    await expect(customer.getByRole('link', { name: 'end' })).toHaveCount(0)
    await expect(customer.getByText('An editor will begin soon.')).toBeVisible()
  })

  await test.step('staff see it at once, take it on by key, and what they write is saved by itself', async () => {
    await console.goto(`${url}/admin/essay-requests`)
    await console.getByRole('link', { name: /Mei Tanaka: Personal statement/ }).waitFor()
    await console.keyboard.press('j')
    await expect(console.getByRole('heading', { name: 'Mei Tanaka: Personal statement' })).toBeVisible()
    await console.keyboard.press('a')
    await expect(console.getByRole('button', { name: /^Assigned to/ })).toBeVisible()
    await expect(state(console)).toHaveText('Nothing changed yet')
    await writeAfter(texts(console), second, ' She was proud.')
    await expect(state(console)).toHaveText('Saved as version 1')
    await expect(customer.getByText('An editor is at work on it.'), 'live').toBeVisible()
    await expect(customer.getByText('She was proud.'), 'nobody reads unfinished work').toHaveCount(0)
  })

  await test.step('a comment and scores; what was changed stands beside the text', async () => {
    await choose(texts(console), 'build')
    await console.getByRole('button', { name: 'Comment on the selection' }).click()
    const dialog = console.getByRole('dialog', { name: 'Comment on the selection' })
    await dialog.getByLabel('Comment').fill('Say “built”.')
    await dialog.getByRole('button', { name: 'Comment', exact: true }).click()
    await console.getByRole('combobox', { name: 'Score now' }).click()
    await console.getByRole('option', { name: '6' }).click()
    await console.getByRole('combobox', { name: 'Score it can reach' }).click()
    await console.getByRole('option', { name: '9' }).click()
    await expect(state(console)).toHaveText(/Saved as version \d/)
    await expect(console.getByRole('region', { name: 'Comments' })).toContainText('Say “built”.')
    await console.getByText('Changes', { exact: true }).click()
    await expect(console.locator('ins').filter({ hasText: 'She was proud' })).toBeVisible()
    await inspect(console)
  })

  const editors = await browser.newContext()
  await test.step('of two editors at once the second is told, and nothing is lost', async () => {
    const ada = await openEditor(editors, console, url)
    await ada.goto(console.url())
    await expect(texts(ada)).toContainText('She was proud.')
    await editors.setOffline(true)
    await writeAfter(texts(ada), 'She was proud.', ' So am I.')
    await expect(state(ada)).toHaveText(/^Not saved: The server did not answer/)
    await writeAfter(texts(console), 'She was proud.', ' The whole village was.')
    await writeAfter(texts(console), first, ' Now I know.')
    await expect(state(console)).toHaveText(/Saved as version \d/)
    await editors.setOffline(false)
    await ada.getByRole('button', { name: 'Try again' }).click()
    const dialog = ada.getByRole('dialog', { name: 'Two texts of #1' })
    await expect(dialog).toContainText(/What you wrote is kept as version \d/)
    const differences = dialog.getByRole('region', { name: /^Difference/ })
    await expect(differences, 'of three paragraphs').toHaveCount(2)
    await expect(differences.first().getByText('Yours, left out'), 'only one of them wrote there').toBeVisible()
    await expect(differences.last()).toContainText('So am I.')
    await expect(differences.last()).toContainText('The whole village was.')
    await inspect(ada)
    await dialog.getByRole('button', { name: 'Save this as the text' }).click()
    await expect(state(ada)).toHaveText(/Saved as version \d/)
    for (const page of [ada, console]) {
      await expect(texts(page)).toContainText('Now I know.')
      await expect(texts(page)).toContainText('So am I.')
      await expect(texts(page)).toContainText('The whole village was.')
    }
    await part(ada, 'Versions')
    await expect(ada.getByText('Kept aside')).toHaveCount(1)
    await ada.getByRole('button', { name: 'Show version 1' }).click()
    await expect(ada.getByRole('dialog').getByText(/She was proud\.$/)).toBeVisible()
    await inspect(ada)
    await ada.goto(`${url}/admin/settings/essays`)
    await expect(ada.getByText('Owners and admins set them.')).toBeVisible()
    await expect(ada.getByLabel('Minimum price')).toBeDisabled()
    await expect(ada.getByRole('button', { name: 'Save rates' })).toHaveCount(0)
  })
  await editors.close()

  await test.step('it is finished after a look at the mail, and its customer reads it at once', async () => {
    await console.locator('#request-title').click()
    await console.keyboard.press('f')
    const dialog = console.getByRole('dialog', { name: 'Finish #1?' })
    await expect(dialog.getByRole('region', { name: 'E-mail' })).toContainText('Hello Mei Tanaka,')
    await inspect(console)
    await dialog.getByRole('button', { name: 'Finish and send' }).click()
    await expect(console.getByText('Closed: reopen it to edit')).toBeVisible()
    await expect(customer.getByText('6 now, 9 possible, of 9'), 'live').toBeVisible()
    await expect(customer.getByText('The whole village was.')).toBeVisible()
    await customer.getByRole('button', { name: 'Comment 1' }).click()
    await expect(customer.getByText('Say “built”.')).toBeVisible()
    await customer.getByText('Changes', { exact: true }).click()
    await expect(customer.locator('ins').first()).toBeVisible()
    await inspect(customer)
  })

  const reader = await elsewhere(browser)
  const plain = 'This link does not work'
  const shownAt = async (link: string) => {
    await reader.goto(link)
    await expect(reader.getByRole('heading', { name: plain })).toBeVisible()
    return reader.locator('body').textContent()
  }

  const made = await test.step('a link is made, shown once', async () => {
    await part(console, 'Links')
    await console.getByRole('button', { name: 'Make a link' }).click()
    const shown = console.getByText(/\/shared-essay\?token=/)
    await expect(shown).toBeVisible()
    await inspect(console)
    return (await shown.textContent()) ?? ''
  })
  const mailed = await linkSent(console, url, 'Your essay #1 is ready', 'mei@example.com')
  const onHere = (link: string | URL) => url + new URL(link).pathname + new URL(link).search

  await test.step('whoever has it reads the result without an account, and nobody is told of their visit', async () => {
    const asked: string[] = []
    reader.on('request', request => asked.push(request.url()))
    const answer = await reader.goto(onHere(mailed))
    expect(answer?.headers()['referrer-policy']).toBe('no-referrer')
    await expect(reader.getByText('The whole village was.')).toBeVisible()
    await expect(reader.getByText('Say “built”.')).toBeVisible()
    await expect(reader.getByText('mei@example.com')).toHaveCount(0)
    await expect(reader.getByText('Our team'), 'who commented').toBeVisible()
    await inspect(reader)
    await reader.goto(onHere(made))
    await expect(reader.getByText('The whole village was.')).toBeVisible()
    expect(asked.filter(each => !each.startsWith(url) || new URL(each).pathname.startsWith('/v1/'))).toEqual([])
    expect(await reader.context().cookies()).toEqual([])
    expect(await reader.title()).toBe('A shared essay')
  })

  await test.step('rates say what is wrong and what they come to; staff order for a customer by them', async () => {
    const links = console.url()
    await console.goto(`${url}/admin/essay-requests`)
    await console.getByRole('link', { name: 'Rates' }).click()
    const express = console.getByRole('group', { name: 'Express' })
    const example = console.getByRole('status', { name: 'Express, 650 words' })
    await expect(example).toHaveText(/\$78\.00, in 1.d 12.h$/)
    await express.getByLabel('Done within').fill('0')
    await express.getByLabel('Price a word').fill('0.0755')
    await expect(express.getByText('Give whole hours, from 1 to 8,760')).toBeVisible()
    await expect(example).toContainText('$49.08')
    await inspect(console)
    await console.getByRole('button', { name: 'Save rates' }).click()
    await express.getByLabel('Done within').fill('24')
    await console.getByRole('button', { name: 'Save rates' }).click()
    await expect(console.getByRole('button', { name: 'Save rates' })).toBeDisabled()
    await console.goto(`${url}/admin/essay-requests/new`)
    await console.getByRole('combobox', { name: 'Customer' }).fill('mei@')
    await console.getByRole('option', { name: 'Mei Tanaka, mei@example.com' }).click()
    await expect(console.getByLabel('Student’s e-mail')).toHaveValue('mei@example.com')
    await console.getByRole('combobox', { name: 'What it is for' }).fill('Cover letter')
    const essay = console.getByRole('textbox', { name: 'Essay' })
    await essay.click()
    await essay.pressSequentially('word '.repeat(3))
    await console.getByRole('radio', { name: 'Express' }).click()
    await inspect(console)
    await console.getByRole('button', { name: 'Order the review' }).click()
    await customer.goto(`${url}/essays`)
    await expect(customer.getByText('Cover letter').first()).toBeVisible()
    await console.goto(links)
  })

  await test.step('ended, guessed and incomplete links show one plain page', async () => {
    const guessed = await shownAt(`${url}/shared-essay?token=AAAAAAAAAAAAAAAAAAAAAA`)
    await inspect(reader)
    await expect(console.getByText(/1\sview/).first()).toBeVisible()
    await console.getByRole('button', { name: 'End link 2' }).click()
    await expect(console.getByText('Ended', { exact: true })).toBeVisible()
    expect(await shownAt(onHere(made))).toBe(guessed)
    expect(await shownAt(`${url}/shared-essay`)).toBe(guessed)
    await reader.goto(onHere(mailed))
    await expect(reader.getByText('The whole village was.'), 'the other goes on').toBeVisible()
    await server.turnClock()
    expect(await shownAt(onHere(mailed)), 'after three months').toBe(guessed)
  })
})
