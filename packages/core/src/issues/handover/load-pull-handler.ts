import type { WebhookHandler } from '../../kernel/index.ts'

/** What applies deliveries of GitHub to the pull requests of issues. */
export const loadPullHandler = (): Promise<WebhookHandler> => import('./apply-github.ts')
