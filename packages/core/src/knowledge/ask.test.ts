import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOpenAi, makeLimits, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  addDocument,
  askKnowledge,
  listUnanswered,
  listUnansweredInput,
  noteUnanswered,
  resolveUnanswered,
} from './index.ts'
import { type AnswerServer, startAnswerServer } from './testing/answer-server.ts'

describe('a question', () => {
  let world: TestWorld
  let server: AnswerServer
  let scope: Scope
  beforeAll(async () => {
    server = await startAnswerServer()
    world = await createTestWorld({ limits: makeLimits() })
  })
  afterAll(async () => {
    await world.close()
    await server.close()
  })
  beforeEach(async () => {
    scope = await world.makeWorkspace()
    const content = '# Sending back\n\nHello there. Parcels may come back within thirty days, unopened.'
    await addDocument(world.deps, scope, { type: 'policy', title: 'Returns', content, url: 'https://example.com/r' })
  })

  const question = 'Within how many days may a parcel come back?'
  const ask = (asked = question) => askKnowledge(world.deps, scope, { question: asked })
  const askModel = (asked = question) => {
    const llm = createOpenAi({ apiKey: 'test', baseUrl: server.url, model: 'm' })
    return askKnowledge({ ...world.deps, llm }, scope, { question: asked })
  }
  const saying = (answer: object) => server.say(JSON.stringify(answer))
  const unanswered = async () => (await listUnanswered(world.deps, scope, listUnansweredInput.parse(undefined))).items

  it('is answered by the best passages where no model is, with document and heading', async () => {
    const answer = await ask()
    expect(answer).toMatchObject({ mode: 'passages', failure: null })
    expect(answer.answer).toContain('within thirty days')
    expect(answer.citations).toMatchObject([
      { title: 'Returns', headings: ['Sending back'], url: 'https://example.com/r' },
    ])
    expect(await unanswered()).toEqual([])
  })

  it('is answered by a model that quotes what it was given', async () => {
    const quote = 'within thirty days, unopened'
    saying({ answered: true, answer: 'Thirty days.', citations: [{ passage: 'p1', quote }] })
    expect(await askModel()).toMatchObject({ mode: 'model', answer: 'Thirty days.', citations: [{ quote }] })
    expect(server.given[0]).toContain('Parcels may come back')
  })

  it.each([
    ['a passage that is not there', { passage: 'p9', quote: 'within thirty days, unopened' }],
    ['words that are not there', { passage: 'p1', quote: 'within ninety years and a day' }],
    ['no words', { passage: 'p1', quote: '' }],
  ])('is answered by passages when a model cites %s', async (_, citation) => {
    saying({ answered: true, answer: 'Ninety years.', citations: [citation] })
    expect(await askModel()).toMatchObject({ mode: 'passages', failure: expect.stringContaining('cited') })
  })

  it('is answered by passages when a model names no source, or fails', async () => {
    saying({ answered: true, answer: 'Ninety years.', citations: [] })
    expect(await askModel()).toMatchObject({ mode: 'passages', failure: expect.stringContaining('no source') })
    server.say(400)
    expect(await askModel()).toMatchObject({ mode: 'passages', failure: expect.stringContaining('400') })
    server.say('not JSON')
    expect(await askModel()).toMatchObject({ mode: 'passages' })
  })

  it('is remembered once when nothing is found or the model finds no answer, until somebody resolves it', async () => {
    expect(await ask('Do you sell giraffes?')).toMatchObject({ mode: 'none', citations: [] })
    expect(await ask('do you sell  GIRAFFES')).toMatchObject({ mode: 'none' })
    saying({ answered: false, answer: '', citations: [] })
    expect(await askModel()).toMatchObject({ mode: 'none', answer: '' })
    const [model, giraffes] = await unanswered()
    expect(model?.question).toBe(question)
    expect(giraffes).toMatchObject({ question: 'Do you sell giraffes?', times: 2 })
    await resolveUnanswered(world.deps, scope, { id: giraffes?.id ?? '' })
    expect(await unanswered()).toHaveLength(1)
    await world.deps.db.transaction(tx => noteUnanswered(tx, world.deps, scope, { question: 'Do you sell giraffes?' }))
    expect(await unanswered()).toHaveLength(2)
  })
})
