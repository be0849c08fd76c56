/** Projects whose tests open a database; `pnpm test` runs them once on each engine. */
export const withDatabase = ['packages/db', 'packages/core', 'packages/trpc', 'apps/api'] as const

/** Projects whose tests need none. */
export const withoutDatabase = ['packages/sdk', 'packages/app', 'apps/web', 'apps/desktop', 'scripts', 'bench'] as const

/**
 * Tests of the projects above that need not run on both engines, with the reason: on Postgres they do not run, and that is
 * named at the end. A test that asks a database anything belongs in none of these lists.
 */
export const onceOnly: readonly { reason: string; files: readonly string[] }[] = [
  {
    reason: 'opens no database; it ran on PGlite',
    files: [
      'apps/api/src/data-dir-lock.test.ts',
      'apps/api/src/env-integrations.test.ts',
      'apps/api/src/env-storage.test.ts',
      'apps/api/src/env.test.ts',
      'apps/api/src/sample/visits.test.ts',
      'packages/core/src/billing/plans.test.ts',
      'packages/core/src/issues/decide.test.ts',
      'packages/core/src/issues/statistics/statistics.test.ts',
      'packages/core/src/kernel/limits.test.ts',
      'packages/core/src/kernel/object-store.test.ts',
      'packages/core/src/kernel/openai-chat.test.ts',
      'packages/core/src/kernel/webhook-source.test.ts',
      'packages/core/src/knowledge/formats.test.ts',
      'packages/core/src/support/channels/email-text.test.ts',
      'packages/core/src/support/channels/split-text.test.ts',
      'packages/core/src/support/reply/answer.test.ts',
      'packages/core/src/support/reply/guard.test.ts',
      'packages/core/src/support/reply/words.test.ts',
      'packages/core/src/tracking/clock-skew.test.ts',
      'packages/core/src/tracking/two-proportions.test.ts',
      'packages/core/src/tracking/wilson.test.ts',
    ],
  },
  {
    reason: 'is about the types of the published package; it ran on PGlite',
    files: ['apps/api/src/typed-client.test.ts'],
  },
]

/** What vitest calls the project in a folder. */
export const projectName = (folder: string): string => folder.replace(/^.*\//, '')
