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
