import type { SyncVerdict } from './policy.ts'

type Refusal = Extract<SyncVerdict, { may: false }>

const sentences: Record<Refusal['reason'], string> = {
  sample: 'This is sample data: there is nothing to fetch',
  not_configured: 'This server may not ask GitHub: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN',
  not_active: 'This installation is suspended or removed: install the app again on GitHub',
  no_repositories: 'No repository of it is tracked: track one first',
  cooldown: 'It was synced within the hour: wait a little',
  rate_limited: 'GitHub answers no more requests for now: wait until it counts anew',
  already_syncing: 'A sync is running',
}

/** Where nothing is known that could be synced. */
export const nothingToSync = 'No installation is known yet: install the app on GitHub, or look again'

/** Why a sync may not begin, and what to do. */
export const refusalOf = ({ reason }: Refusal): string => sentences[reason]
