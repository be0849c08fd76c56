import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIds, timeOfId } from './uuid.ts'

test('an id is a UUIDv7 of its moment', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 47), now => {
      const id = createIds(() => now)()
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(timeOfId(id)).toBe(now)
    }),
  )
})

test('ids rise strictly, whatever the clock does', () => {
  const steps = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 2, maxLength: 200 })
  fc.assert(
    fc.property(steps, changes => {
      let now = 1_800_000_000_000
      const next = createIds(() => now)
      const ids = changes.map(change => {
        now += change
        return next()
      })
      expect(ids).toEqual([...new Set(ids)].sort())
    }),
  )
})

test('10 000 ids within one millisecond are in order and all different', () => {
  const next = createIds(() => 1_800_000_000_000)
  const ids = Array.from({ length: 10_000 }, next)
  expect(ids).toEqual([...new Set(ids)].sort())
})
