import { describe, expect, it } from 'vitest'
import { billingTone, cardInWords, inWords, nextOf, planOf } from './billing-words.ts'

const item = (planName: string | null, status = 'active') => ({
  ...{
    id: planName ?? '',
    providerId: 'si_1',
    status,
    planId: 'price_1',
    planName,
    planSlug: null,
    tier: 'pro' as const,
  },
  ...{ amount: 900, currency: 'USD', interval: 'month', intervalCount: 1 },
  ...{ periodStart: null, periodEnd: null, canceledAt: null },
})
const periodEnd = '2026-12-11T00:00:00.000Z'

it('words of providers are read as ours', () => {
  expect(['past_due', 'canceled', 'trialing', 'partially_refunded', ''].map(inWords)).toEqual([
    ...['Past due', 'Cancelled', 'On trial', 'Partly refunded', ''],
  ])
  expect(billingTone('something_new')).toBe('neutral')
})

describe('a plan', () => {
  it('is called as its provider calls it, and never by what it costs', () => {
    expect(planOf({ items: [item('Team'), item(null)] })).toBe('Team, price_1')
    expect(planOf({ items: [] })).toBe('No plan')
  })
  it('that comes later is told apart; one that is over is still named', () => {
    expect(planOf({ items: [item('Pro'), item('Old', 'ended'), item('Free', 'upcoming')] })).toBe('Pro, then Free')
    expect(planOf({ items: [item('Old', 'ended')] })).toBe('Old')
  })
})

it('what is next says what happens at that moment', () => {
  const before = Date.parse(periodEnd) - 1
  const next = (status: string, more: object = {}, now = before) =>
    nextOf({ ...{ status, endsAt: null, periodEnd, canceledAt: null }, ...more }, now)?.what ?? null
  expect(next('active')).toBe('Renews')
  expect(next('trialing')).toBe('Trial ends')
  expect(next('past_due')).toBe('Period ends')
  expect(next('active', { endsAt: periodEnd })).toBe('Ends')
  expect(next('canceled')).toBe('Ended')
  expect(next('active', {}, before + 2)).toBe('Was to renew')
  expect(next('past_due', {}, before + 2)).toBe('Period ended')
  expect(next('active', { periodEnd: null })).toBeNull()
})

it('a card says what is known of it', () => {
  expect(cardInWords({ type: 'visa', last4: '4242' })).toBe('Visa •••• 4242')
  expect(cardInWords({ type: null, last4: '4242' })).toBe('•••• 4242')
  expect(cardInWords(null)).toBeNull()
})
