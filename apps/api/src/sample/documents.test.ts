import { addDocument, askKnowledge, listDocuments } from '@quarterdeck/core/knowledge'
import { getWorkspace, removeSample } from '@quarterdeck/core/operations'
import { createTestWorld } from '@quarterdeck/core/testing'
import { expect, test } from 'vitest'
import { addSampleDocuments, sampleDocuments } from './documents.ts'

test('sample documents answer questions, are known for what they are, and go without a trace', async () => {
  const world = await createTestWorld()
  const { deps, database } = world
  const scope = await world.makeWorkspace()
  await addSampleDocuments(deps, scope)
  await addDocument(deps, scope, { type: 'faq', title: 'Ours', content: 'Our own text on refunds.' })
  const { citations } = await askKnowledge(deps, scope, { question: 'The code on my phone does not arrive' })
  expect(citations[0]).toMatchObject({
    title: 'Signing in and passwords',
    headings: expect.arrayContaining(['The code does not arrive']),
  })
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: true, documents: sampleDocuments.length })
  expect(await removeSample(deps, scope)).toMatchObject({ documents: sampleDocuments.length })
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: false, documents: 0 })
  const left = await listDocuments(deps, scope, { limit: 50 })
  expect(left.items.map(({ title, origin }) => [title, origin])).toEqual([['Ours', 'product']])
  for (const table of ['chunks', 'document_versions']) {
    expect(await database.run(`select count(*)::int as n from ${table}`)).toEqual([{ n: 1 }])
  }
  await world.close()
})
