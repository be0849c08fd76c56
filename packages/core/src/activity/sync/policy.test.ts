import { describe, expect, it } from 'vitest'
import { days, earlier, hours, later, minutes } from '../../kernel/index.ts'
import { decideSync, type SyncCircumstances, sinceOf } from './policy.ts'

const now = new Date('2026-10-25T12:00:00Z')
const ready: SyncCircumstances = {
  ...{ isConfigured: true, isSample: false, status: 'active', repositories: 3, tracked: 2, isRunning: false },
  ...{ lastSyncedAt: earlier(now, hours(30)), lastManualSyncAt: null, rate: null },
}
const rate = (remaining: number, resetIn = minutes(20)) => ({ rate: { remaining, resetAt: later(now, resetIn) } })
const justAsked = { lastManualSyncAt: earlier(now, minutes(59)), lastSyncedAt: earlier(now, minutes(58)) }

describe('whether a sync may begin', () => {
  it.each([
    ['all is well', 'manual', {}, true],
    ['it is made up', 'manual', { isSample: true }, 'sample'],
    ['nobody set it up', 'cron', { isConfigured: false }, 'not_configured'],
    ['it is suspended', 'manual', { status: 'suspended' }, 'not_active'],
    ['nothing of it is tracked', 'cron', { tracked: 0 }, 'no_repositories'],
    ['it is new, and shows nothing yet', 'webhook', { tracked: 0, repositories: 0 }, true],
    ['one runs', 'manual', { isRunning: true }, 'already_syncing'],
    ['somebody asked within the hour', 'manual', justAsked, 'cooldown'],
    ['they did, and nobody waits for this one', 'recovery', justAsked, true],
    ['they did an hour ago', 'manual', { ...justAsked, lastManualSyncAt: earlier(now, hours(1)) }, true],
    [
      'they did, and none ended well for two days',
      'manual',
      { ...justAsked, lastSyncedAt: earlier(now, hours(49)) },
      true,
    ],
    ['they did, and none ever ended well', 'manual', { ...justAsked, lastSyncedAt: null }, true],
    ['99 requests are left', 'manual', rate(99), 'rate_limited'],
    ['100 are left, for somebody who waits', 'manual', rate(100), true],
    ['599 are left, of which 500 are for webhooks', 'cron', rate(599), 'rate_limited'],
    ['600 are left', 'cron', rate(600), true],
    ['none was left, before they were counted anew', 'cron', rate(0, 0), true],
  ] as const)('%s', (_, trigger, more, expected) => {
    const verdict = decideSync(trigger, { ...ready, ...more }, now)
    expect(verdict.may || verdict.reason).toBe(expected)
  })

  it('says until when', () => {
    expect(decideSync('cron', { ...ready, ...rate(5) }, now)).toMatchObject({ until: later(now, minutes(20)) })
    expect(decideSync('manual', { ...ready, ...justAsked }, now)).toMatchObject({ until: later(now, minutes(1)) })
  })
})

it('a sync goes back to where the one before it came to, and further only when asked', () => {
  const month = earlier(now, days(30))
  const [yesterday, longAgo] = [earlier(now, days(1)), earlier(now, days(90))]
  expect(sinceOf('cron', month, null)).toEqual(month)
  expect(sinceOf('cron', month, yesterday)).toEqual(earlier(yesterday, hours(1)))
  // A repository that was not tracked for a while, or failed each time.
  expect(sinceOf('cron', month, longAgo)).toEqual(earlier(longAgo, hours(1)))
  expect(sinceOf('manual', month, longAgo)).toEqual(earlier(longAgo, hours(1)))
  expect(sinceOf('manual', month, yesterday)).toEqual(month)
})
