import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { inspect } from '../faults.ts'
import { expect, test } from '../fixtures.ts'
import { writeKey } from '../server.ts'

/** A shop on another origin that lets nothing run but the widget, and speak to nothing but its server. */
async function openShop(url: string) {
  const policy = `default-src 'none'; script-src ${url}; connect-src ${url}; img-src blob:`
  const html = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
    <main><h1>Shop</h1><a href="#more">More</a></main><script src="${url}/widget.js" data-write-key="${writeKey}"></script></html>`
  const site = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html),
  )
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  // Listening on TCP, so the address is an object.
  const { port } = site.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      site.closeAllConnections()
      site.close()
    },
  }
}

/** Everything that a page complains of. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  return complaints
}

test('a customer in the widget and a member of staff in the console talk; who answers is seen on both sides', async ({
  browser,
  consolePage: staff,
  server,
}) => {
  test.slow()
  const shop = await openShop(server.url)
  const context = await browser.newContext()
  const customer = await context.newPage()
  const complaints = complaintsOf(customer)
  const chat = customer.getByRole('dialog', { name: 'Chat with us' })
  const theirs = chat.getByRole('region', { name: 'Messages' })
  const ours = staff.getByRole('region', { name: 'Messages' }).getByRole('list')
  const article = staff.getByRole('article')
  const write = async (text: string) => {
    await chat.getByLabel('Message', { exact: true }).fill(text)
    await customer.keyboard.press('Enter')
  }
  const answer = async (text: string) => {
    await article.getByLabel('Write to the customer').fill(text)
    await staff.keyboard.press('Enter')
  }

  const content = 'A parcel that has not come within five days is searched for by the carrier.'
  const document = { type: 'faq', title: 'Parcels', content }
  const added = await staff.request.post(`${server.url}/trpc/knowledge.add`, {
    data: document,
    headers: { origin: server.url },
  })
  expect(added.ok(), await added.text()).toBe(true)

  await test.step('the customer opens the chat by keyboard, and writes', async () => {
    await customer.goto(shop.url)
    const launcher = customer.getByRole('button', { name: 'Chat with us' })
    await launcher.focus()
    await customer.keyboard.press('Enter')
    await expect(chat).toBeVisible()
    await expect(chat.getByLabel('Message', { exact: true })).toBeFocused()
    await customer.keyboard.press('Escape')
    await expect(chat).toBeHidden()
    await expect(launcher).toBeFocused()
    await customer.keyboard.press('Enter')
    await write('My parcel has not come')
    await expect(theirs.getByText('My parcel has not come')).toBeVisible()
    await expect(chat.getByText('The assistant answers')).toBeVisible()
    await expect(theirs.getByText(/searched for by the carrier/).first()).toBeVisible()
  })

  await test.step('it stands in the inbox, and staff read it', async () => {
    await staff.goto(`${server.url}/admin/support`)
    await staff.getByRole('link', { name: /#1 Chat/ }).click()
    await expect(ours.getByText('My parcel has not come')).toBeVisible()
    await expect(theirs.getByText(/seen/)).toBeVisible()
  })

  await test.step('the customer asks for a person: both sides see it, and the queue counts it', async () => {
    await chat.getByRole('button', { name: 'Ask for a person' }).click()
    await expect(chat.getByText('A person was asked for and will answer here')).toBeVisible()
    await expect(article.getByText('Escalated', { exact: true })).toBeVisible()
    await expect(staff.getByRole('link', { name: 'Queue 1 waiting' })).toBeVisible()
  })

  await test.step('staff take over and answer; the customer sees who answers, and that somebody types', async () => {
    await article.getByRole('button', { name: 'Take over' }).click()
    await expect(
      chat
        .getByText(/^owner.* answers$/i)
        .or(chat.getByText(/ answers$/))
        .first(),
    ).toBeVisible()
    await expect(chat.getByText('The assistant answers')).toBeHidden()
    await article.getByLabel('Write to the customer').pressSequentially('It')
    await expect(theirs.getByText(/is typing/)).toBeVisible()
    await answer('It arrives tomorrow (https://shop.example/track?n=7).')
    await expect(theirs.getByText('It arrives tomorrow')).toBeVisible()
    for (const side of [theirs, ours])
      await expect(side.getByRole('link', { name: 'https://shop.example/track?n=7', exact: true })).toBeVisible()
    await expect(theirs.getByText(/is typing/)).toBeHidden()
    await write('Thank you')
    await expect(ours.getByText('Thank you')).toBeVisible()
    await expect(staff.getByRole('link', { name: /Queue/ })).toHaveText('Queue')
  })

  await test.step('a note stays among staff', async () => {
    await article.getByText('Note', { exact: true }).click()
    await article.getByLabel('Write a note, which only staff see').fill('They were angry last week')
    await staff.keyboard.press('Enter')
    await expect(ours.getByText('They were angry last week')).toBeVisible()
    await article.getByText('Reply', { exact: true }).click()
    await answer('Anything else?')
    await expect(theirs.getByText('Anything else?')).toBeVisible()
    await expect(chat.getByText('They were angry last week')).toHaveCount(0)
  })

  await test.step('what staff have half written outlives a reload, and that it is a note', async () => {
    await article.getByText('Note', { exact: true }).click()
    await article.getByLabel('Write a note, which only staff see').fill('Half a')
    await staff.reload()
    await expect(article.getByLabel('Write a note, which only staff see')).toHaveValue('Half a')
    await article.getByLabel('Write a note, which only staff see').fill('')
    await article.getByText('Reply', { exact: true }).click()
  })

  await test.step('what is written without a network is kept, and sent once when it is back', async () => {
    await context.setOffline(true)
    await expect(chat.getByText(/You are offline/)).toBeVisible()
    await write('Written offline')
    await expect(theirs.getByText('Sending…')).toBeVisible()
    await answer('Said meanwhile')
    await context.setOffline(false)
    // Tries to reconnect are up to 15 s apart.
    await expect(ours.getByText('Written offline')).toHaveCount(1, { timeout: 30_000 })
    await expect(theirs.getByText('Said meanwhile')).toHaveCount(1)
    await expect(theirs.getByText('Written offline')).toHaveCount(1)
    await expect(theirs.getByText('Sending…')).toBeHidden()
  })

  await test.step('staff hand back: the assistant answers again, on both sides', async () => {
    await article.getByRole('button', { name: 'Hand back to the assistant' }).click()
    await expect(chat.getByText('The assistant answers')).toBeVisible()
    await expect(article.getByText('The assistant answers')).toBeVisible()
  })

  await test.step('nothing is wrong with either page', async () => {
    await inspect(staff)
    await inspect(customer)
  })

  await test.step('resolved, it can be rated; a reload shows the same conversation, and another can be begun', async () => {
    await article.getByRole('button', { name: 'Resolve' }).click()
    await chat.getByRole('radio', { name: '4 Good' }).check()
    await chat.getByLabel('What should we know? (optional)').fill('Quick')
    await chat.getByRole('button', { name: 'Send the rating' }).click()
    await expect(chat.getByText('you rated this 4 of 5')).toBeVisible()
    await expect(article.getByText('Rated 4 of 5')).toBeVisible()
    await customer.reload()
    await customer.getByRole('button', { name: 'Chat with us' }).click()
    await chat.getByRole('button', { name: /My parcel|Anything else|Said meanwhile|Resolved/ }).click()
    await expect(theirs.getByText('It arrives tomorrow')).toBeVisible()
    await chat.getByRole('button', { name: 'All conversations' }).click()
    await chat.getByRole('button', { name: 'New conversation' }).click()
    await write('Another question')
    await expect(theirs.getByText('Another question')).toBeVisible()
    await expect(theirs.getByText('It arrives tomorrow')).toHaveCount(0)
  })

  await test.step('the customer closes it themselves, and writing opens it again', async () => {
    await chat.getByRole('button', { name: 'It is solved' }).click()
    await expect(chat.getByRole('radio', { name: '4 Good' })).toBeVisible()
    await write('Not quite')
    await expect(theirs.getByText('Not quite')).toBeVisible()
    await expect(chat.getByRole('button', { name: 'It is solved' })).toBeVisible()
  })

  expect(complaints.filter(text => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(text))).toEqual([])
  await context.close()
  shop.close()
})
