import { describe, expect, it } from 'vitest'
import { basisText, changeText, changeTone, figureText } from './figures.ts'

const nbsp = (text: string) => text.replaceAll(' ', '\u00a0')

describe('figures', () => {
  it('are read in their unit', () => {
    expect(figureText('money', 4_821_049, 'USD')).toBe('$48,210')
    expect(figureText('money', 1_250, 'USD')).toBe('$12.50')
    expect(figureText('percent', 93.14)).toBe(nbsp('93.1 %'))
    expect(figureText('rating', 7.8649)).toBe('7.86')
    expect(figureText('lift', -0.5)).toBe('−0.50')
    expect(figureText('hours', 31.4)).toBe(nbsp('31 h'))
  })
  it('change relatively, rates in points, means by their difference', () => {
    expect(changeText('count', { value: 106, previous: { value: 100 } })).toBe(nbsp('+6.0 %'))
    expect(changeText('money', { value: 50, previous: { value: 100 } })).toBe(nbsp('−50.0 %'))
    expect(changeText('percent', { value: 93.1, previous: { value: 95 } })).toBe(nbsp('−1.9 pts'))
    expect(changeText('rating', { value: 7.5, previous: { value: 7.25 } })).toBe('+0.25')
    expect(changeText('count', { value: 5, previous: { value: 5 } })).toBe('±0')
    expect(changeText('count', { value: 5, previous: { value: 0 } })).toBe('new')
  })
  it('compare nothing with nothing', () => {
    const none = { value: 0, numerator: 0, denominator: 0 }
    expect(changeText('percent', { ...none, previous: { value: 40, numerator: 4, denominator: 10 } })).toBeNull()
    expect(changeTone({ value: 40, previous: none }, 'up')).toBe('neutral')
  })
  it('are good or bad by what is wished for', () => {
    expect(changeTone({ value: 2, previous: { value: 1 } }, 'up')).toBe('green')
    expect(changeTone({ value: 2, previous: { value: 1 } }, 'down')).toBe('red')
    expect(changeTone({ value: 2, previous: { value: 1 } }, undefined)).toBe('neutral')
  })
  it('say what they were made from', () => {
    expect(basisText('percent', { value: 93.1, numerator: 611, denominator: 656 })).toBe('611 of 656')
    expect(basisText('money', { value: 100, numerator: 123_450, denominator: 12 }, 'USD')).toBe('$1,234.50 over 12')
    expect(basisText('count', { value: 3 })).toBeNull()
  })
})
