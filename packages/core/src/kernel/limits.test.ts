import { describe, expect, it } from 'vitest'
import { addressSubject, limitNames, readLimits } from './limits.ts'

describe('limits as a setting', () => {
  it('keep their defaults where nothing is said', () => {
    const { limits, mistakes } = readLimits(' anonymous=10/30s,, signIn=3/1h ')
    expect(mistakes).toEqual([])
    expect(limits.anonymous).toEqual({ name: 'anonymous', limit: 10, windowSeconds: 30, failClosed: false })
    expect(limits.signIn).toMatchObject({ limit: 3, windowSeconds: 3_600, failClosed: true })
    expect(limits.signedIn).toMatchObject({ limit: 600, windowSeconds: 60 })
    expect(Object.keys(limits)).toEqual(limitNames)
  })

  it('tell every mistake', () => {
    const { mistakes } = readLimits(
      'anonymous=ten/1m, signOut=5/1m, key=0/1m, key=5/0m, signedIn=5/1m, signedIn=6/1m, x',
    )
    expect(mistakes).toHaveLength(6)
    expect(mistakes.join('\n')).toMatch(/anonymous=ten[\s\S]*no limit signOut[\s\S]*signedIn twice[\s\S]*`x`/)
  })
})

describe('an address', () => {
  it.each([
    ['203.0.113.9', 'ip:203.0.113.9'],
    ['::ffff:203.0.113.9', 'ip:203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', 'ip:2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', 'ip:2001:db8:1:2::/64'],
    ['2001:db8::1', 'ip:2001:db8:0:0::/64'],
    ['::1', 'ip:0:0:0:0::/64'],
    ['fe80::1%eth0', 'ip:fe80:0:0:0::/64'],
    [null, 'ip:unknown'],
    ['nonsense', 'ip:unknown'],
  ])('%s is counted as %s', (ip, subject) => {
    expect(addressSubject(ip)).toBe(subject)
  })
})
