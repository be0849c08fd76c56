import { describe, expect, it } from 'vitest'
import { humanise, moved, readValue, toDraft, toStepInputs, widestLoss } from './funnel-steps.ts'

describe('funnel steps', () => {
  it('finds where the largest share is lost, not the largest number', () => {
    const steps = [
      { name: 'a', visits: 1_000, dropOff: 0 },
      { name: 'b', visits: 700, dropOff: 300 },
      { name: 'c', visits: 350, dropOff: 350 },
    ]
    expect(widestLoss(steps)).toEqual({ name: 'c', lostPercent: 50 })
    expect(widestLoss(steps.slice(0, 1))).toBeNull()
    expect(widestLoss([])).toBeNull()
  })
  it('goes from saved steps to a draft and back', () => {
    const saved = [
      { name: 'Login', match: { event: 'login_page' } },
      { name: 'Paid', match: { step: 'paid', properties: { plan: 'pro', seats: 3, trial: false } } },
    ]
    expect(toStepInputs(toDraft(saved))).toEqual(saved)
  })
  it('names a step by its event when nobody did, and leaves out what is not chosen yet', () => {
    const draft = [
      { key: '1', what: 'event:login_button_click', name: ' ', properties: [{ key: ' ', value: 'x' }] },
      { key: '2', what: '', name: 'later', properties: [] },
    ]
    expect(toStepInputs(draft)).toEqual([{ name: 'Login button click', match: { event: 'login_button_click' } }])
    expect(humanise('otp-form.opened')).toBe('Otp form opened')
  })
  it('reads property values as events carry them', () => {
    expect(['true', '42', '4.5', '007', 'pro', ''].map(readValue)).toEqual([true, 42, 4.5, '007', 'pro', ''])
  })
  it('moves by one place and stops at the ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
  })
})
