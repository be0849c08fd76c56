import { expect, test } from 'vitest'
import { createStorage } from '../testing/storage.ts'
import { createBrowserOutbox, storageOutbox } from './outbox.ts'

test('two tabs share an outbox without overwriting each other', () => {
  const storage = createStorage()
  const [one, two] = [storageOutbox('qd:k:', storage), storageOutbox('qd:k:', storage)]
  one.put('2', 'b')
  two.put('1', 'a')
  storage.setItem('qd:k', 'state')
  storage.setItem('qd:other:3', 'c')
  expect(one.read()).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ])
  two.remove(['2', 'unknown'])
  expect(one.read()).toEqual([['1', 'a']])
  expect(storage.getItem('qd:other:3')).toBe('c')
})

test('a full store refuses, so that the tracker keeps the event in memory', () => {
  const outbox = storageOutbox('qd:k:', createStorage(20))
  outbox.put('1', 'a')
  expect(() => outbox.put('2', 'x'.repeat(100))).toThrow('Full')
  expect(outbox.read()).toEqual([['1', 'a']])
})

test('without IndexedDB the outbox is in localStorage, and untouched before its first use', async () => {
  expect(globalThis).not.toHaveProperty('indexedDB')
  const storage = createStorage()
  let asked = 0
  const outbox = createBrowserOutbox('qd:k', () => {
    asked++
    return storage
  })
  await outbox.remove(['1'])
  expect(asked).toBe(0)
  await outbox.put('1', 'a')
  expect(storage.getItem('qd:k:1')).toBe('a')
  expect(await outbox.read()).toEqual([['1', 'a']])
  await outbox.remove(['1'])
  expect(storage.length).toBe(0)
})

test('without any store every use is refused', async () => {
  const outbox = createBrowserOutbox('qd:k', () => {
    throw new Error('Denied')
  })
  await expect(Promise.resolve(outbox.put('1', 'a'))).rejects.toThrow('Denied')
  await expect(Promise.resolve(outbox.read())).rejects.toThrow('Denied')
})
