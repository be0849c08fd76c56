import { describe, expect, it } from 'vitest'
import { rolesUpTo } from './roles.ts'

describe('roles', () => {
  it('gives none above one’s own', () => {
    expect(rolesUpTo('owner')).toEqual(['owner', 'admin', 'agent', 'viewer', 'member'])
    expect(rolesUpTo('admin')[0]).toBe('admin')
    expect(rolesUpTo(undefined)).toEqual([])
  })
})
