import { verifyClerk } from '../identity/index.ts'
import { defineWebhook } from '../kernel/index.ts'

/** Users and billing of Clerk. Here, not in identity: what it sends about money is nothing that identity may know. */
export const clerkWebhook = defineWebhook({
  source: 'clerk',
  setting: 'CLERK_WEBHOOK_SECRET',
  contentTypes: ['application/json'],
  verify: verifyClerk,
  load: () => import('./apply-clerk.ts'),
})
