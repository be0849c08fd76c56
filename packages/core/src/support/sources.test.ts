import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { addDocument, updateDocument } from '../knowledge/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { appendMessage, createConversation, readMessages, readSource, removeMessage } from './index.ts'

let world: TestWorld
let scope: Scope
let conversationId: string
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
  const personId = await world.makePerson(scope, 'member')
  const input = { channel: 'web', priority: 'medium', metadata: {}, personId } as const
  conversationId = (await createConversation(world.deps, scope, input)).id
})
afterAll(() => world.close())

const content = '# Orders\n\nThanks.\n\n## Sending back\n\nWithin **thirty** days.\n\n## Größe & Maß\n\nM.'

async function answer(documentId: string, { url, internal = false }: { url?: string; internal?: boolean } = {}) {
  const place = { documentId, chunkId: documentId, title: 'Orders', headings: ['Orders', 'Größe & Maß'], quote: 'M.' }
  const { id } = await world.deps.db.transaction(tx =>
    appendMessage(tx, world.deps, scope, {
      ...{ conversationId, role: 'assistant', authorKind: 'agent', content: 'M.', internal },
      citations: [{ ...place, ...(url && { url }) }],
    }),
  )
  const list = await readMessages(world.deps.db, scope, conversationId, { order: sql`seq`, limit: 50 })
  return { id, link: list.find(message => message.id === id)?.citations[0]?.url ?? '' }
}
const add = async () => (await addDocument(world.deps, scope, { type: 'faq', title: 'Orders', content })).id

test('a citation leads to the document’s own address, or to our page of it', async () => {
  const documentId = await add()
  expect((await answer(documentId, { url: 'https://shop.example/orders' })).link).toBe('https://shop.example/orders')
  const { id, link } = await answer(documentId)
  const anchor = encodeURIComponent('orders-größe-maß')
  expect(link).toBe(`/help/${documentId}?answer=${id}#${anchor}`)
  const article = await readSource(world.deps, { messageId: id, documentId })
  expect(article).toMatchObject({ title: 'Orders', marked: true, version: 1 })
  expect(article.sections).toEqual([
    { headings: ['Orders'], anchor: 'orders', text: 'Thanks.' },
    { headings: ['Orders', 'Sending back'], anchor: 'orders-sending-back', text: 'Within **thirty** days.' },
    { headings: ['Orders', 'Größe & Maß'], anchor: 'orders-größe-maß', text: 'M.' },
  ])
})

test('an answer opens what it cites and nothing else, and only while both are there', async () => {
  const [documentId, other] = [await add(), await add()]
  const { id: messageId } = await answer(documentId)
  const { id: note } = await answer(documentId, { internal: true })
  const read = (input: { messageId: string; documentId: string }) => readSource(world.deps, input)
  await expect(read({ messageId, documentId: other })).rejects.toThrow('does not exist here')
  await expect(read({ messageId: note, documentId })).rejects.toThrow('does not exist here')
  await expect(read({ messageId: documentId, documentId })).rejects.toThrow('does not exist here')
  await updateDocument(world.deps, scope, { id: documentId, active: false })
  await expect(read({ messageId, documentId })).rejects.toThrow('does not exist here')
  await updateDocument(world.deps, scope, { id: documentId, active: true, content: 'Newer.' })
  expect((await read({ messageId, documentId })).sections.map(({ text }) => text)).toEqual(['Newer.'])
  await removeMessage(world.deps, scope, { id: messageId })
  await expect(read({ messageId, documentId })).rejects.toThrow('does not exist here')
})

test('who changes a version that is not the current one is told', async () => {
  const id = await add()
  await updateDocument(world.deps, scope, { id, ifVersion: 1, content: 'Mine.' })
  const late = updateDocument(world.deps, scope, { id, ifVersion: 1, content: 'Theirs.' })
  await expect(late).rejects.toThrow('Somebody changed this document meanwhile')
})
