import { expect, it } from 'vitest'
import type { EssayDocument } from '../document.ts'
import { createSaver } from './lost-saves.ts'

const doc = (text: string): EssayDocument => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

/** A server that keeps one text by version, and whose answers may get lost. */
function open() {
  const stored = { version: 0, baseVersion: 0, content: doc('original') }
  const net = { loses: false }
  const send = async (content: EssayDocument, base: number) => {
    if (base !== stored.version) throw { newer: { ...stored } }
    Object.assign(stored, { content, version: base + 1, baseVersion: base })
    if (net.loses) throw new Error('no answer')
    return stored.version
  }
  const newerOf = (error: unknown) => (error instanceof Error ? null : Reflect.get(Object(error), 'newer'))
  return { stored, net, save: createSaver({ send, newerOf }) }
}

it('goes on from its own text when the answer to a save was lost', async () => {
  const { stored, net, save } = open()
  net.loses = true
  await expect(save(doc('mine'), 0)).rejects.toThrow('no answer')
  net.loses = false
  expect(await save(doc('mine, and more'), 0)).toBe(2)
  expect(stored.content).toEqual(doc('mine, and more'))
})

it('tells of somebody else’s text, also after a lost answer', async () => {
  const { stored, net, save } = open()
  net.loses = true
  await expect(save(doc('mine'), 0)).rejects.toThrow('no answer')
  net.loses = false
  Object.assign(stored, { content: doc('theirs'), version: 2, baseVersion: 1 })
  await expect(save(doc('mine, and more'), 0)).rejects.toMatchObject({ newer: { version: 2 } })
  expect(stored.content).toEqual(doc('theirs'))
})
