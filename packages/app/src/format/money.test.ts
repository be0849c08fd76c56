import { describe, expect, it } from 'vitest'
import { every, minorDigits, money } from './money.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('money', () => {
  it('puts the point where the currency has it', () => {
    expect(money(1_999, 'USD')).toBe('$19.99')
    expect(money(500, 'JPY')).toBe('¥500')
    expect(plain(money(1_500, 'KWD'))).toBe('KWD 1.500')
    expect(plain(money(123_456, 'CLF'))).toBe('CLF 12.3456')
    expect(money(1_234_567, 'eur')).toBe('€12,345.67')
  })
  it('tells currencies apart that share a sign', () => {
    expect(money(1_999, 'CAD')).toBe('CA$19.99')
    expect(money(1_999, 'CNY')).toBe('CN¥19.99')
    expect(money(1_999, 'GBP')).toBe('£19.99')
    expect(money(1_999, 'INR')).toBe('₹19.99')
  })
  it('goes by ISO 4217 where browsers go by cash', () => {
    expect(minorDigits('IQD')).toBe(3)
    expect(plain(money(1_500, 'IQD'))).toBe('IQD 1.500')
    expect(minorDigits('HUF')).toBe(2)
  })
  it('keeps every unit of the largest amounts', () => {
    expect(money(900_719_925_474_099, 'USD')).toBe('$9,007,199,254,740.99')
    expect(plain(money(900_719_925_474_099, 'KWD'))).toBe('KWD 900,719,925,474.099')
  })
  it('tells zero, less than nothing and not known apart', () => {
    expect(money(0, 'EUR')).toBe('€0.00')
    expect(money(-250, 'EUR')).toBe('−€2.50')
    expect(money(null, 'EUR')).toBe('–')
    expect(money(1_200, null)).toBe('1,200')
    expect(money(1_200, 'not a currency')).toBe('1,200')
  })
  it('says how often', () => {
    expect(every('month', 1)).toBe('a month')
    expect(every('annual', null)).toBe('a year')
    expect(plain(every('month', 3) ?? '')).toBe('every 3 months')
    expect(every(null, 1)).toBeNull()
  })
})
