import type { Browser, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Of everybody who signs up here. */
export const password = 'a long enough password'

/** A page of somebody else's browser. */
export async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

/** Makes a customer's account in the portal. */
export async function signUp(page: Page, url: string, name: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-up`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: /^Welcome/ })).toBeVisible()
}

/** The link in the newest message of the outbox with this subject, read on screen. */
export async function linkInOutbox(consolePage: Page, url: string, subject: string, to: string): Promise<string> {
  await consolePage.goto(`${url}/admin/emails`)
  await consolePage.getByRole('link', { name: subject }).filter({ hasText: to }).first().click()
  const text = consolePage.getByRole('article').locator('pre')
  await expect(text).toContainText('token=')
  const [link] = /https?:\/\/\S+token=\S+/.exec((await text.textContent()) ?? '') ?? []
  expect(link, 'the owner can read the link while there is no mail server').toBeDefined()
  return link ?? ''
}
