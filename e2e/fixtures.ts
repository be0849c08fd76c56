import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test'
import { owner, type Server, startServer, writeKey } from './server.ts'

interface Fixtures {
  /** A page of the console, signed in as the owner. */
  consolePage: Page
}

interface WorkerFixtures {
  /** Tests that name the same share one server; who counts what is there names one of their own by `test.use`. */
  serverName: string
  /** A server without sample data, shared by all tests of its name. */
  server: Server
  /** A site of somebody else's, on another origin, that has the tracker's script tag. */
  hostSite: string
}

/** Signs the owner in, on the way of programs, and waits for the console. */
export async function signIn(page: Page, url: string): Promise<void> {
  await post(page.request, url, 'auth.signIn', owner)
  await page.goto(`${url}/admin`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
}

/** The same as people do it, on the screen. */
export async function signInByForm(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin`)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  serverName: ['shared', { option: true, scope: 'worker' }],
  server: [
    // Playwright starts another worker, and so another server, where this option differs.
    async ({ serverName: _ }, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  hostSite: [
    async ({ server }, use) => {
      const html = `<!doctype html><title>Shop</title><h1>Shop</h1>
        <script>window.quarterdeck = window.quarterdeck || []; quarterdeck.push(['track', 'called_before_load'])</script>
        <script src="${server.url}/sdk.js" data-write-key="${writeKey}" data-app-version="3.1.4" data-auto-page async></script>`
      const site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html))
      site.listen(0, '127.0.0.1')
      await once(site, 'listening')
      // Listening on TCP, so the address is an object.
      await use(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
      site.closeAllConnections()
      site.close()
    },
    { scope: 'worker' },
  ],
  consolePage: async ({ page, server }, use) => {
    await signIn(page, server.url)
    await use(page)
  },
})

export { expect }

/** Calls a query of the router as the page's signed-in person. */
export async function ask(page: Page, url: string, procedure: string, input: object): Promise<unknown> {
  const query = `input=${encodeURIComponent(JSON.stringify(input))}`
  const response = await page.request.get(`${url}/trpc/${procedure}?${query}`)
  expect(response.ok(), await response.text()).toBe(true)
  return (await response.json()).result.data
}

/** Calls a mutation of the router as whoever the context is signed in as. */
export async function post<Result>(
  of: APIRequestContext,
  url: string,
  procedure: string,
  data: object,
): Promise<Result> {
  const response = await of.post(`${url}/trpc/${procedure}`, { data, headers: { origin: url } })
  expect(response.ok(), await response.text()).toBe(true)
  return (await response.json()).result.data
}
