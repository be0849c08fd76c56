import { expect, it } from 'vitest'
import { type Rates, readRates, showRates } from './rate-fields.ts'

const rates: Rates = {
  currency: 'USD',
  minimumPrice: 1_500,
  rates: {
    standard: { pricePerWord: 7.55, hours: 72 },
    express: { pricePerWord: 0.0001, hours: 36 },
    urgent: { pricePerWord: 1_000, hours: 1 },
  },
}

it.each(['USD', 'JPY', 'KWD'])('shows rates in major units and reads them back, in %s', currency => {
  const inIt = { ...rates, currency }
  expect(readRates(showRates(inIt))).toEqual({ rates: inIt, faults: {} })
})

it('shows cents as parts of a dollar', () => {
  expect(showRates(rates)).toMatchObject({ minimumPrice: 15, 'rates.standard.pricePerWord': 0.0755 })
  expect(readRates({ ...showRates(rates), currency: ' eur ', minimumPrice: '19.99' })).toMatchObject({
    rates: { currency: 'EUR', minimumPrice: 1_999 },
    faults: {},
  })
})

it('says at its field what is wrong', () => {
  const { faults } = readRates({
    ...{ currency: 'dollars', minimumPrice: '', 'rates.standard.pricePerWord': 10.01, 'rates.standard.hours': 1.5 },
    ...{ 'rates.express.pricePerWord': -1, 'rates.express.hours': '', 'rates.urgent.hours': 8_761 },
    'rates.urgent.pricePerWord': 10,
  })
  expect(Object.keys(faults).toSorted()).toEqual([
    'currency',
    'minimumPrice',
    'rates.express.hours',
    'rates.express.pricePerWord',
    'rates.standard.hours',
    'rates.standard.pricePerWord',
    'rates.urgent.hours',
  ])
  expect(faults['rates.standard.pricePerWord']).toBe('Give an amount from 0 to 10')
  expect(faults['rates.urgent.hours']).toBe('Give whole hours, from 1 to 8,760')
})
