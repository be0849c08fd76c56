import { request } from '@playwright/test'
import { post } from './fixtures.ts'
import { password } from './people.ts'

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
