import { type APIRequestContext, expect, type Page, request } from '@playwright/test'
import { password } from './people.ts'

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

export interface Begun {
  id: string
  number: number
}

/** A customer without a browser: begins conversations and asks for people. */
export async function openCustomer(url: string, name: string) {
  const context = await request.newContext()
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`
  await post(context, url, 'auth.signUp', { name, email, password })
  return {
    async ask(content: string, subject?: string): Promise<Begun> {
      const begun = await post<Begun>(context, url, 'conversations.create', subject ? { subject } : {})
      await post(context, url, 'messages.send', { conversationId: begun.id, content })
      return begun
    },
    wantsPerson: ({ id }: Begun) => post(context, url, 'conversations.escalate', { id }),
    close: () => context.dispose(),
  }
}

/** Faults of accessibility are looked for in both, and what is wider than a phone. */
export const schemes = ['light', 'dark'] as const
export const widthOver = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
