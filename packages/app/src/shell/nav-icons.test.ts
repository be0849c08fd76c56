import { expect, it } from 'vitest'
import { nav } from './nav.ts'
import { iconOf } from './nav-icons.ts'

it('gives a page below another the picture of the nearest one above', () => {
  expect(iconOf('/funnels/new')).toBe(iconOf('/funnels'))
  expect(iconOf('/support/queue')).not.toBe(iconOf('/support'))
  expect(iconOf('/nothing/here')).toBe(iconOf('/unknown'))
  expect(iconOf('/')).not.toBe(iconOf('/unknown'))
})

it('has a picture for every entry of the rail', () => {
  expect(nav.filter(({ to }) => iconOf(to) === iconOf('/unknown')).map(({ to }) => to)).toEqual([])
})
